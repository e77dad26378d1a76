"""`lattice check`: each code, suppression, formats, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import EXECUTABLE, ROOT, error_of, lattice

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="the executable is not built")

HEAD = "import streamlit as st\n"
CLOCK = HEAD + "from datetime import datetime\nnow = datetime.now()\nst.write(now)\n"


def findings(text: str, *words: str) -> list[dict[str, Any]]:
    result = lattice("check", "-", "--output-format", "json", *words, text=text)
    found: list[dict[str, Any]] = json.loads(result.stdout)
    assert result.returncode == (1 if found else 0), result.stderr
    return found


# One script for each code, and a part of what is said of it.
CASES = {
    "LT001": (HEAD + "x = " + "-" * 700 + "1\n", "plain Streamlit"),
    "LT002": (HEAD + "exec('x = 1')\n", "1 cell runs on every interaction"),
    "LT003": (CLOCK, "`datetime.now()` is read: 2 cells run on every interaction"),
    "LT004": (HEAD + "import requests\nr = requests.get('http://x')\n", "uses the network"),
    "LT005": (
        HEAD + "import matplotlib.pyplot as plt\nplt.plot([1])\nst.pyplot(plt.gcf())\n",
        "uses the current figure of pyplot",
    ),
    "LT006": (
        HEAD + "rows = 3\ndf = load(rows)\nn = st.slider('n')\ndf['a'] = n\n",
        "`df` is changed in place here: `n` makes line 3 run again too",
    ),
    "LT007": (HEAD + "@st.cache_resource\ndef shared():\n    return []\nshared()\n", "on every"),
    "LT008": (HEAD + "for i in range(3):\n    st.text_input('Name')\n", "has no key"),
    "LT901": ("# -*- coding: latin-1 -*-\n", "declares the encoding `latin-1`"),
    "LT903": (HEAD + "x = = 1\n", "is not Python"),
    "LT904": (HEAD + "def f(:\n    pass\n", "is missing here"),
}


@pytest.mark.parametrize("code", CASES)
def test_a_code(code: str) -> None:
    text, message = CASES[code]
    found = [finding for finding in findings(text) if finding["code"] == code]
    assert found, findings(text)
    assert message in found[0]["message"]
    assert found[0]["url"] == f"docs/checks.md#{code.lower()}"


def codes_in(path: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"), re.M))


def test_every_code_has_a_section_and_a_case() -> None:
    codes = codes_in("cli/check/checks.def", r'^CHECK\(\w+, "(LT\d+)"')
    text_codes = codes_in("frontend/base/diagnostics.def", r'^DIAGNOSTIC\(\w+, "(LT\d+)"')
    assert len(codes) >= 8
    assert codes_in("docs/checks.md", r"^## (LT\d+)$") == codes | text_codes
    # A file of 256 MB, and scopes that the parser gives up on before.
    assert set(CASES) == (codes | text_codes) - {"LT902", "LT905"}


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "x = st.slider('x')\nst.write(x)\n",
        HEAD + "st.set_page_config(layout='wide')\n",
        HEAD + "for i in range(3):\n    st.text_input('Name', key=f'n{i}')\n",
        HEAD + "n = st.slider('n')\nxs = []\nxs.append(n)\n",
        HEAD + "import numpy as np\nr = np.random.default_rng(7)\n",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert findings(text) == []


def test_a_place_is_reported_once() -> None:
    text = HEAD + (
        "from datetime import datetime\ndef now():\n    return datetime.now()\n"
        "st.write(now())\nst.caption(now())\n"
    )
    found = findings(text)
    assert [(f["code"], f["range"]["start"]["line"]) for f in found] == [("LT003", 4)]
    assert "2 cells" in found[0]["message"]


@pytest.mark.parametrize(
    ("comment", "suppressed"),
    [
        ("# lattice: ignore[LT003]", True),
        ("# lattice: ignore[LT001, LT003]  because", True),
        ("# noqa  # lattice: ignore", True),
        ("# lattice: ignore[LT004]", False),
        ("# lattice: ignore[]", False),
        ("# lattice: ignore[LT003", False),
        ("# ignore[LT003]", False),
    ],
)
def test_suppression(comment: str, suppressed: bool) -> None:
    text = CLOCK.replace("now()\n", f"now()  {comment}\n", 1)
    assert (findings(text) == []) == suppressed


def test_a_string_suppresses_nothing() -> None:
    assert findings(CLOCK.replace("now()\n", 'now(), "# lattice: ignore"\n', 1))


def test_select_and_ignore() -> None:
    text = CLOCK + "for i in range(3):\n    st.text_input('Name')\n"
    assert [f["code"] for f in findings(text)] == ["LT003", "LT008"]
    assert [f["code"] for f in findings(text, "--select", "LT008")] == ["LT008"]
    assert [f["code"] for f in findings(text, "--ignore", "LT008")] == ["LT003"]
    assert findings(text, "--select", "LT00", "--ignore", "LT003,LT008") == []
    assert [f["code"] for f in findings("def f(:\n", "--select", "LT003")] == ["LT904"]


def test_formats(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(CLOCK)
    concise = lattice("check", path, "--output-format", "concise")
    assert concise.stdout == (
        f"{path}:3:7: LT003 `datetime.now()` is read: 2 cells run on every interaction\n"
    )
    full = lattice("check", path)
    assert "warning[LT003]: `datetime.now()` is read" in full.stdout
    assert "3 | now = datetime.now()\n  |       ^^^^^^^^^^^^^^\n" in full.stdout
    assert "= help: " in full.stdout
    assert full.stderr == "1 finding in 1 file\n"
    finding = findings(CLOCK)[0]
    assert finding["severity"] == "warning"
    assert finding["range"] == {"start": {"line": 3, "column": 7}, "end": {"line": 3, "column": 21}}


def test_exit_codes(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(CLOCK)
    assert lattice("check", path).returncode == 1
    assert lattice("check", path, "--exit-zero").returncode == 0
    assert lattice("check", path, "--ignore", "LT003").returncode == 0
    # The others are checked, too.
    result = lattice("check", "nope.py", path, "--output-format", "concise", cwd=tmp_path)
    assert result.returncode == 2
    assert "`nope.py` does not exist" in result.stderr
    assert "LT003" in result.stdout


def test_folders_are_searched(tmp_path: Path) -> None:
    for name in ("app.py", "pages/a.py", ".hidden/b.py", "env/c.py", "__pycache__/d.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(CLOCK)
    (tmp_path / "env/pyvenv.cfg").touch()
    # A module that has nothing to do with Streamlit may read the clock.
    (tmp_path / "clock.py").write_text("import time\nnow = time.time()\n")
    (tmp_path / "notes.txt").write_text("no Python")
    result = lattice("check", "--output-format", "json", cwd=tmp_path)
    assert [f["file"] for f in json.loads(result.stdout)] == ["app.py", "pages/a.py"]


def test_a_folder_without_python(tmp_path: Path) -> None:
    result = lattice("check", tmp_path)
    assert result.returncode == 0
    assert "there is no Python file" in result.stderr


def test_a_name_with_control_characters_is_printed_safely() -> None:
    stderr = error_of(lattice("graph", "a\x1b[31m.py"))
    assert "\x1b" not in stderr
    assert "\\x1b" in stderr
