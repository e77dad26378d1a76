"""The frame around all commands, answers to bad files, `lattice dump`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import EXECUTABLE, error_of, lattice, needs_module

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="the executable is not built")


def test_no_command_prints_help_and_fails() -> None:
    result = lattice()
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Usage: lattice COMMAND" in result.stderr


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"]])
def test_help(words: list[str]) -> None:
    result = lattice(*words)
    assert result.returncode == 0
    assert result.stderr == ""
    for command in ("run", "graph", "check", "dump", "version", "completions"):
        assert re.search(rf"^  {command} ", result.stdout, re.M)


@pytest.mark.parametrize(
    "command", ["run", "graph", "check", "verify", "dump", "version", "completions", "help"]
)
def test_help_of_a_command(command: str) -> None:
    result = lattice(command, "--help")
    assert result.returncode == 0
    assert f"Usage: lattice {command}" in result.stdout
    assert "Examples:" in result.stdout
    assert lattice("help", command).stdout == result.stdout


def test_version() -> None:
    for words in (["--version"], ["-V"], ["version"]):
        result = lattice(*words)
        assert result.returncode == 0
        assert re.fullmatch(r"lattice \d+\.\d+\.\d+\n", result.stdout)


@pytest.mark.parametrize(
    ("words", "message", "advice"),
    [
        (["grpah"], "`grpah` is no command", "did you mean `graph`?"),
        (["xyzzy"], "`xyzzy` is no command", "see `lattice --help`"),
        (["app.py"], "`app.py` is no command", "run the script with `lattice run app.py`"),
        (["--versoin"], "no flag `--versoin`", "did you mean `--version`?"),
        (["graph", "--fromat", "x"], "no flag `--fromat`", "did you mean `--format`?"),
        (["graph", "app.py", "--format", "jsn"], "`jsn` is no value", "did you mean `json`?"),
        (["graph", "app.py", "--format"], "a value is missing after `--format`", "--help"),
        (["graph", "app.py", "--focus", "x", "--depth", "-1"], "no value of `--depth`", "number"),
        (["graph"], "FILE is missing", "usage: lattice graph"),
        (["graph", "a.py", "b.py"], "takes one FILE, not 2", "usage: lattice graph"),
        (["graph", "app.py", "--depth", "2"], "`--depth` has no meaning", ""),
        (["graph", "app.py", "-o", "x.xyz"], "names no format", ".json"),
        (["check", "--select", "LT0033"], "there is no code `LT0033`", "did you mean `LT003`?"),
        (["check", "--output-format", "sarif"], "`sarif` is no value", "`concise`"),
        (["verify"], "FILE is missing", "usage: lattice verify"),
        (["verify", "nope.py"], "`nope.py` does not exist", ""),
        (["verify", "app.txt"], "`app.txt` is not a Python file", "ends with `.py`"),
        (["verify", "app.py", "--random", "x"], "no value of `--random`", "number"),
        (["verify", "app.py", "--clicks", "c.jsonl"], "`c.jsonl` cannot be read", ""),
        (["dump", "app.py"], "`--stage` is missing", "lattice dump --help"),
        (["dump", "--stage", "scopez", "app.py"], "`scopez` is no value", "`scopes`"),
        (["dump", "--stage", "cells", "--format", "json", "app.py"], "has no form `json`", "plan"),
        (["completions", "bsh"], "`bsh` is no value of SHELL", "did you mean `bash`?"),
        (["completions"], "SHELL is missing", "usage: lattice completions"),
    ],
)
def test_wrong_use(script: Path, words: list[str], message: str, advice: str) -> None:
    stderr = error_of(lattice(*words, cwd=script.parent))
    assert message in stderr
    assert advice in stderr


def test_colours_only_where_they_are_wanted(script: Path) -> None:
    assert "\x1b[" not in lattice("graph", script).stdout
    assert "\x1b[" in lattice("graph", script, env={"FORCE_COLOR": "1"}).stdout
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b[" not in lattice("graph", script, env=both).stdout
    assert "\x1b[" in lattice("grpah", env={"FORCE_COLOR": "1"}).stderr


def test_a_closed_pipe_is_quiet(script: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as output:
        result = subprocess.run(
            [str(EXECUTABLE), "graph", str(script)],
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_an_error(script: Path) -> None:
    with open("/dev/full", "w") as output:
        result = subprocess.run(
            [str(EXECUTABLE), "graph", str(script)],
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 2
    assert b"cannot be written" in result.stderr


# ---------------------------------------------------------------- bad files

READERS = [["graph"], ["check"], ["dump", "--stage", "cells"], ["dump", "--stage", "instrumented"]]


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_missing_file(tmp_path: Path, words: list[str]) -> None:
    assert "`nope.py` does not exist" in error_of_reader(lattice(*words, "nope.py", cwd=tmp_path))


@pytest.mark.parametrize("words", [READERS[0], READERS[2]], ids=" ".join)
def test_a_directory(tmp_path: Path, words: list[str]) -> None:
    assert "is a directory" in error_of(lattice(*words, tmp_path))


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_binary_file(words: list[str]) -> None:
    assert "NUL byte" in error_of_reader(lattice(*words, sys.executable))


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_nul_bytes_and_foreign_bytes(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "app.py"
    path.write_bytes(b"x = 1\ny = '\0'\n")
    assert "NUL byte in line 2" in error_of_reader(lattice(*words, path))
    path.write_bytes(b"x = 1\n# caf\xe9\n")
    assert "is not UTF-8: byte 0xe9 in line 2" in error_of_reader(lattice(*words, path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_no_permission(script: Path, words: list[str]) -> None:
    script.chmod(0)
    assert "Permission denied" in error_of_reader(lattice(*words, script))


def error_of_reader(result: subprocess.CompletedProcess[str]) -> str:
    """`check` goes on with other files and ends with its summary."""
    return error_of(result)


def test_a_syntax_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text("x = 1\ndef f(:\n    pass\n")
    stderr = error_of(lattice("graph", path), code=1)
    assert f"--> {path}:2:7" in stderr
    assert "cannot be analysed" in stderr
    result = lattice("check", path, "--output-format", "concise")
    assert result.returncode == 1
    assert f"{path}:2:7: LT904" in result.stdout
    assert lattice("dump", "--stage", "syntax", path).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "#",
        "\ufeffx = 1\n",
        "x = (",
        "\t\tx",
        "if x:\n",
        "(" * 5000,
        "x = [" + "1, " * 9000,
    ],
    ids=["empty", "line", "comment", "bom", "open", "indent", "no-body", "deep", "wide"],
)
@pytest.mark.parametrize(
    "command", ["graph", "check", "syntax", "scopes", "effects", "cells", "plan"]
)
def test_odd_texts_never_crash(text: str, command: str) -> None:
    words = [command] if command in {"graph", "check"} else ["dump", "--stage", command]
    assert lattice(*words, "-", text=text).returncode in {0, 1}


def test_a_huge_file(tmp_path: Path) -> None:
    path = tmp_path / "huge.py"
    line = "table_{0} = {{'name': 'row {0}', 'values': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}\n"
    text = "import streamlit as st\n" + "".join(line.format(i) for i in range(66_000))
    assert len(text) > 5_000_000
    path.write_text(text)
    for words in (["check"], ["dump", "--stage", "cells"]):
        assert lattice(*words, path).returncode == 0
    result = lattice("graph", path, "--focus", "table_7")
    assert result.returncode == 0
    assert "table_7" in result.stdout


# ---------------------------------------------------------------- dump


def test_dump_stages(script: Path) -> None:
    assert lattice("dump", "--stage=syntax", script).stdout.startswith("(module 1:0-")
    scopes = json.loads(lattice("dump", "--stage=scopes", script).stdout)
    assert scopes["scopes"][0]["kind"] == "module"
    assert "Widget" in lattice("dump", "--stage=effects", script).stdout
    cells = lattice("dump", "--stage=cells", script).stdout
    assert '`st.slider("Limit", 0, 9)`' in cells
    assert "if line 6" in lattice("dump", "--stage=plan", script).stdout or cells
    plan = json.loads(lattice("dump", "--stage=plan", "--format=json", script).stdout)
    assert plan["reason"] is None
    assert {cell["kind"] for cell in plan["cells"]} == {"expr", "test"}


@needs_module
def test_dump_instrumented(script: Path) -> None:
    result = lattice("dump", "--stage=instrumented", script)
    assert result.returncode == 0, result.stderr
    assert "__lg__.enter(" in result.stdout
    assert "st.slider('Limit', 0, 9)" in result.stdout
    compile(result.stdout, "app.py", "exec")
