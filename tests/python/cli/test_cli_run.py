"""What `lattice run` says before and after Python starts."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest
from command_line import EXECUTABLE, error_of, lattice, needs_module

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="the executable is not built")


@pytest.mark.parametrize(
    ("words", "code", "message", "advice"),
    [
        (["nope.py"], 2, "`nope.py` does not exist", ""),
        (["ap.py"], 2, "`ap.py` does not exist", "did you mean `app.py`?"),
        ([], 2, "there is no streamlit_app.py", "lattice run FILE.py"),
        (["."], 2, "`.` has no streamlit_app.py", "FOLDER/FILE.py"),
        (["data.txt"], 2, "`data.txt` is not a Python file", "`.py`"),
        (["-"], 2, "`-` is not a Python file", ""),
        (["app.py", "--lattice.mdoe=full"], 2, "no flag `--lattice.mdoe`", "`--lattice.mode`"),
        (["app.py", "--lattice.mode", "ful"], 2, "`ful` is no value", "did you mean `full`?"),
        (["app.py", "--lattice.mode"], 2, "a value is missing after `--lattice.mode`", ""),
        (["app.py", "--lattice.quiet=maybe"], 2, "`maybe` is no value", "`true`"),
        (["app.py", "--lattice.trace=no/where"], 2, "the trace `no/where` cannot be", ""),
    ],
)
def test_run_fails_before_python_starts(
    script: Path, words: list[str], code: int, message: str, advice: str
) -> None:
    (script.parent / "data.txt").touch()
    # An interpreter that cannot be started shows that none is.
    result = lattice("run", *words, cwd=script.parent, env={"LATTICE_PYTHON": "/nonexistent"})
    stderr = error_of(result, code)
    assert message in stderr
    assert advice in stderr
    assert "/nonexistent" not in stderr


def test_run_names_an_interpreter_that_cannot_start(script: Path) -> None:
    stderr = error_of(lattice("run", script, env={"LATTICE_PYTHON": "/nonexistent"}))
    assert "`/nonexistent` cannot be started" in stderr
    assert "LATTICE_PYTHON" in stderr


def test_run_hands_its_words_over_unchanged(script: Path) -> None:
    python = script.parent / "python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    words = ["--server.port", "8600", str(script), "--lattice.quiet", "--", "--my", "a b", ""]
    result = lattice("run", *words, env={"LATTICE_PYTHON": str(python)})
    assert result.stdout.split("\n")[:-1] == ["-m", "lattice", "run", *words]
    # The value of a flag is not the target.
    target = lattice("run", "--server.port", "8600", "nope.py", env={"LATTICE_PYTHON": str(python)})
    assert "`nope.py` does not exist" in error_of(target)


def test_run_takes_the_target_from_streamlits_variable(script: Path) -> None:
    env = {"LATTICE_PYTHON": "/bin/echo", "STREAMLIT_RUN_TARGET": str(script)}
    assert lattice("run", cwd=script.parent, env=env).returncode == 0


@needs_module
def test_run_suggests_streamlits_flags(script: Path) -> None:
    stderr = error_of(lattice("run", script, "--server.prot", "8600"))
    assert "no flag `--server.prot`" in stderr
    assert "did you mean `--server.port`?" in stderr


@needs_module
def test_run_says_that_the_port_is_in_use(script: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = lattice("run", script, f"--server.port={port}", "--server.headless=true")
    stderr = error_of(result, code=1)
    assert f"port {port} is in use" in stderr
    assert "--server.port" in stderr


@needs_module
def test_version_verbose() -> None:
    lines = lattice("version", "--verbose").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["lattice", "streamlit", "python"]
