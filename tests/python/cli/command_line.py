"""The `lattice` executable as a program that is called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """\
import streamlit as st

region = st.selectbox("Region", ["EU", "US"])
limit = st.slider("Limit", 0, 9)
rows = [r for r in range(limit)]
if limit > 3:
    st.write(region, rows)
st.caption(region)
"""


def find_executable() -> Path | None:
    given = os.environ.get("LATTICE_BIN")
    if given:
        return Path(given).resolve()
    places = [ROOT / ".venv/bin/lattice", *sorted(ROOT.glob("build/*/out/lattice"))]
    found = [place for place in places if place.exists()]
    return max(found, key=lambda place: place.stat().st_mtime, default=None)


EXECUTABLE = find_executable()


def lattice(
    *words: str | Path,
    cwd: Path | None = None,
    text: str | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in {"FORCE_COLOR", "NO_COLOR", "STREAMLIT_RUN_TARGET"}
    }
    return subprocess.run(
        [str(EXECUTABLE), *map(str, words)],
        cwd=cwd,
        input=text,
        env={**plain, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LATTICE_PYTHON": sys.executable}
        | (env or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        check=False,
    )


def error_of(result: subprocess.CompletedProcess[str], code: int = 2) -> str:
    """The message of a failed command: nothing on stdout, no traceback."""
    assert result.returncode == code, result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert "error: " in result.stderr
    return result.stderr


def module_is_built() -> bool:
    code = "import lattice._core"
    return (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
        == 0
    )


needs_module = pytest.mark.skipif(not module_is_built(), reason="the Python module is not built")
