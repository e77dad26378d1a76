"""The stubs under mypy --strict and pyright: what is right passes, what is wrong does not."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
RIGHT, WRONG = HERE / "typed.py", HERE / "wrongly_typed.py"


def wrong_lines() -> set[int]:
    lines = WRONG.read_text().splitlines()
    return {n for n, line in enumerate(lines, 1) if line.endswith("# wrong")}


def mypy(path: Path) -> set[int]:
    """The lines with errors."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--no-error-summary"]
    done = subprocess.run(
        [*command, "--config-file", "", str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"MYPYPATH": str(ROOT / "python"), "PATH": ""},
    )
    found = set()
    for line in done.stdout.splitlines():
        file, number, kind, *_ = [*line.split(":", 3), "", "", ""]
        if "error" in kind:
            assert file.endswith(path.name), line
            found.add(int(number))
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return found


def pyright(path: Path, folder: Path) -> set[int]:
    (folder / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "extraPaths": [str(ROOT / "python")]})
    )
    copy = folder / path.name
    copy.write_text(path.read_text())
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", str(copy)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        pytest.skip(f"pyright could not run: {(done.stdout + done.stderr)[-200:]}")
    return {
        item["range"]["start"]["line"] + 1
        for item in report["generalDiagnostics"]
        if item["severity"] == "error"
    }


needs_mypy = pytest.mark.skipif(
    importlib.util.find_spec("mypy") is None, reason="mypy is not installed"
)
needs_pyright = pytest.mark.skipif(
    importlib.util.find_spec("pyright") is None,
    reason="pyright is not installed (pip install pyright)",
)


@needs_mypy
def test_mypy_accepts_what_is_right() -> None:
    assert mypy(RIGHT) == set()


@needs_mypy
def test_mypy_refuses_what_is_wrong() -> None:
    assert mypy(WRONG) >= wrong_lines()


@needs_pyright
def test_pyright_accepts_what_is_right(tmp_path: Path) -> None:
    assert pyright(RIGHT, tmp_path) == set()


@needs_pyright
def test_pyright_refuses_what_is_wrong(tmp_path: Path) -> None:
    assert pyright(WRONG, tmp_path) >= wrong_lines()
