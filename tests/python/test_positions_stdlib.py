"""Our positions equal those of CPython's ``ast`` for every file of the standard library.

The guard plan names statements by line and column, so a difference would misplace a guard.
"""

from __future__ import annotations

import ast
import multiprocessing
import os
import subprocess
import sysconfig
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# line, column, end line, end column, "s" (statement) or "c" (call)
Place = tuple[int, int, int, int, str]


def find_tool() -> Path | None:
    """The newest build of the tool, or the one named by ``LATTICE_POSITION_DUMP``."""
    if named := os.environ.get("LATTICE_POSITION_DUMP"):
        return Path(named)
    built = sorted(ROOT.glob("build/*/out/position_dump"), key=lambda path: path.stat().st_mtime)
    return built[-1] if built else None


def expected_places(path: str) -> list[Place] | None:
    source = Path(path).read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source, path)
            compile(tree, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    if not is_utf8(source):
        return None
    lines = source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    places = []
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        todo.extend(ast.iter_child_nodes(node))
        if not isinstance(node, ast.stmt | ast.Call):
            continue
        # CPython nests the `if` of an `elif` in the one before; for us it is a clause.
        word = lines[node.lineno - 1][node.col_offset :]
        if isinstance(node, ast.If) and word.startswith(b"elif"):
            continue
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        kind = "c" if isinstance(node, ast.Call) else "s"
        places.append((node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, kind))
    return sorted(places)


def is_utf8(source: bytes) -> bool:
    try:
        source.decode()
    except UnicodeDecodeError:
        return False
    return True


def our_places(line: str) -> list[Place]:
    places = []
    for entry in filter(None, line.split(";")):
        *numbers, kind = entry.split()
        first, column, last, end = map(int, numbers)
        places.append((first, column, last, end, kind))
    return sorted(places)


def compare_files(job: tuple[str, list[str]]) -> tuple[int, list[str]]:
    """How many files were compared, and the first differences of those that differ."""
    tool, paths = job
    result = subprocess.run(
        [tool], input="\n".join(paths) + "\n", stdout=subprocess.PIPE, text=True, check=True
    )
    compared, differences = 0, []
    for path, line in zip(paths, result.stdout.splitlines(), strict=True):
        expected = expected_places(path)
        if expected is None:
            continue
        compared += 1
        ours = our_places(line)
        if ours != expected:
            missing = sorted(set(expected) - set(ours))[:2]
            differences.append(f"{path}: {missing}, ours {sorted(set(ours) - set(expected))[:2]}")
    return compared, differences


def test_every_file_of_the_standard_library() -> None:
    tool = find_tool()
    if tool is None:
        pytest.skip("position_dump is not built (ninja position_dump)")
    library = Path(sysconfig.get_path("stdlib"))
    paths = [
        str(path) for path in sorted(library.rglob("*.py")) if "site-packages" not in str(path)
    ]
    size = 40
    jobs = [(str(tool), paths[i : i + size]) for i in range(0, len(paths), size)]
    with multiprocessing.get_context("spawn").Pool() as pool:
        results = pool.map(compare_files, jobs, chunksize=1)
    differences = [text for _, found in results for text in found]
    assert sum(count for count, _ in results) > 500
    assert not differences, "\n".join(differences)
