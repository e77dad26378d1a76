"""The standard library as material: every file through a tool of the build, beside CPython."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sysconfig
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# Small batches: memory stays low and all cores stay busy to the end.
_BATCH = 40
# Texts that CPython refuses, or that are no text at all.
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

# What is wrong with the line that the tool printed for the file, None when CPython cannot read it.
Compare = Callable[[str, str], list[str] | None]


def built_tool(name: str) -> Path:
    """The newest build of a tool, or the one named by `LATTICE_<NAME>`; skips if there is none."""
    if named := os.environ.get(f"LATTICE_{name.upper()}"):
        return Path(named)
    built = sorted(ROOT.glob(f"build/*/out/{name}"), key=lambda path: path.stat().st_mtime)
    if not built:
        pytest.skip(f"{name} is not built (ninja {name})")
    return built[-1]


def library_files() -> list[Path]:
    library = Path(sysconfig.get_path("stdlib"))
    return [path for path in sorted(library.rglob("*.py")) if "site-packages" not in path.parts]


def read_quietly(read: Callable[[], Any]) -> Any:
    """What `read` makes of a file with CPython; None if CPython cannot read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return read()
        except UNREADABLE:
            return None


def assert_equal_on_every_file(tool: Path, compare: Compare) -> None:
    """Runs `compare` on what the tool prints, a line a file, in as many processes as cores."""
    paths = [str(path) for path in library_files()]
    batches = [paths[i : i + _BATCH] for i in range(0, len(paths), _BATCH)]
    with multiprocessing.get_context("spawn").Pool() as pool:
        results = pool.map(partial(_compare_batch, str(tool), compare), batches, chunksize=1)
    wrong = [text for _, found in results for text in found]
    assert sum(count for count, _ in results) > 500
    assert not wrong, "\n".join(wrong)


def _compare_batch(tool: str, compare: Compare, paths: list[str]) -> tuple[int, list[str]]:
    printed = subprocess.run(
        [tool], input="\n".join(paths) + "\n", stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    compared, wrong = 0, []
    for path, line in zip(paths, printed.splitlines(), strict=True):
        found = compare(path, line)
        if found is None:
            continue
        compared += 1
        wrong += [f"{path}: {text}" for text in found]
    return compared, wrong
