"""`lattice completions`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import EXECUTABLE, lattice

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="the executable is not built")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_valid(shell: str, tmp_path: Path) -> None:
    result = lattice("completions", shell)
    assert result.returncode == 0
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    path = tmp_path / "completion"
    path.write_text(result.stdout)
    checked = subprocess.run([shell, "-n", path], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["gr"], "graph"),
        (["graph", "--for"], "--format"),
        (["graph", "--format", "j"], "json"),
        (["graph", "--format", "=", "me"], "mermaid"),
        (["graph", "ap"], "app.py"),
        (["run", "--lattice.mo"], "--lattice.mode"),
        (["run", "--lattice.mode", "=", ""], "auto full verify"),
        (["completions", "z"], "zsh"),
        (["help", "ch"], "check"),
    ],
)
def test_bash_completes(script: Path, words: list[str], expected: str) -> None:
    (script.parent / "app.txt").touch()
    quoted = " ".join(f"'{word}'" for word in words)
    code = (
        f"source <('{EXECUTABLE}' completions bash); COMP_WORDS=(lattice {quoted});"
        f' COMP_CWORD={len(words)}; _lattice; echo "${{COMPREPLY[*]}}"'
    )
    result = subprocess.run(
        ["bash", "-c", code], cwd=script.parent, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == expected
