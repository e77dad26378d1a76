"""`lattice graph`: what it draws and in which forms."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command_line import EXECUTABLE, SCRIPT, error_of, lattice

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="the executable is not built")


def graph_of(text: str, *words: str) -> dict[str, Any]:
    result = lattice("graph", "-", "--format", "json", *words, text=text)
    assert result.returncode == 0, result.stderr
    graph: dict[str, Any] = json.loads(result.stdout)
    assert graph["schema_version"] == 1
    return graph


def edges_of(text: str) -> set[tuple[int, int, str, str | None]]:
    graph = graph_of(text)
    lines = {node["id"]: node["line"] for node in graph["nodes"]}
    assert len(lines) == len(graph["nodes"]), "ids are unique"
    return {
        (lines[edge["from"]], lines[edge["to"]], edge["kind"], edge["name"])
        for edge in graph["edges"]
    }


def test_the_tree_of_a_script() -> None:
    assert (
        lattice("graph", "-", text=SCRIPT).stdout
        == """\
<stdin>  9 lines · 6 nodes · 2 widgets

 3  region = st.selectbox("Region", ["EU", "US"])  [widget]
    ├─ region ─▶ 7  st.write(region, rows)
    └─ region ─▶ 8  st.caption(region)

 4  limit = st.slider("Limit", 0, 9)  [widget]
    ├─ limit ─▶ 5  rows = [r for r in range(limit)]
    │  └─ rows ─▶ 7 ↑
    └─ limit ─▶ 6  if limit > 3
       └─ ┄▶ 7 ↑
"""
    )


def test_the_tree_without_unicode() -> None:
    result = lattice("graph", "-", text=SCRIPT, env={"LC_ALL": "C", "LANG": "C"})
    assert result.stdout.isascii()
    assert "|- region -> 7  st.write(region, rows)" in result.stdout


def test_kinds_and_edges() -> None:
    graph = graph_of(SCRIPT)
    assert [(node["line"], node["kind"]) for node in graph["nodes"]] == [
        (3, "widget"),
        (4, "widget"),
        (5, "value"),
        (6, "test"),
        (7, "output"),
        (8, "output"),
    ]
    assert edges_of(SCRIPT) == {
        (3, 7, "data", "region"),
        (3, 8, "data", "region"),
        (4, 5, "data", "limit"),
        (4, 6, "data", "limit"),
        (5, 7, "data", "rows"),
        (6, 7, "control", None),
    }


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("xs = []\nxs.append(1)\nprint(xs)\n", (1, 2, "change", "xs")),
        ("xs = []\nxs.append(1)\nprint(xs)\n", (2, 3, "data", "xs")),
        ("d = f()\nd['a'] = 1\n", (1, 2, "change", "d")),
        ("for x in range(3):\n    st.write(x)\n", (1, 2, "data", "x")),
        (
            "st.session_state.a = 1\nst.write(st.session_state['a'])\n",
            (1, 2, "state", "session_state.a"),
        ),
        (
            "st.text_input('x', key='k')\nst.write(st.session_state.k)\n",
            (1, 2, "state", "session_state.k"),
        ),
        ("if st.button('b'):\n    st.stop()\nst.write(1)\n", (1, 3, "exit", None)),
        ("x = g()\ndef f(a):\n    st.write(a)\nf(x)\n", (1, 3, "data", "a")),
        (
            "def f():\n    a = st.slider('a')\n    return a\nx = f()\nst.write(x)\n",
            (3, 4, "data", "f()"),
        ),
        ("def f():\n    st.write(x)\nx = g()\nf()\n", (3, 2, "data", "x")),
        ("n = 0\nfor i in range(3):\n    st.write(n)\n    n = n + i\n", (4, 3, "data", "n")),
        ("if a():\n    x = b()\nelse:\n    x = c()\nst.write(x)\n", (2, 5, "data", "x")),
        ("x = b()\nif a():\n    x = c()\nst.write(x)\n", (1, 4, "data", "x")),
    ],
)
def test_an_edge(text: str, edge: tuple[int, int, str, str | None]) -> None:
    text = (
        "import streamlit as st; " + text
        if not text.startswith(("if", "for", "def"))
        else ("st = __import__('streamlit')\n" + text)
    )
    shift = 1 if text.startswith("st =") else 0
    text = text.replace("st = __import__('streamlit')", "import streamlit as st")
    source, target, kind, name = edge
    assert (source + shift, target + shift, kind, name) in edges_of(text)


def test_what_is_overwritten_has_no_edge() -> None:
    edges = edges_of("import streamlit as st\nx = f()\nx = g()\nst.write(x)\n")
    assert (3, 4, "data", "x") in edges
    assert (2, 4, "data", "x") not in edges


def test_ids_survive_edits_elsewhere() -> None:
    before = {node["label"]: node["id"] for node in graph_of(SCRIPT)["nodes"]}
    edited = SCRIPT.replace("\nregion =", "\nst.title('new')\n# more\nregion =")
    after = {node["label"]: node["id"] for node in graph_of(edited)["nodes"]}
    assert before.items() <= after.items()


def test_equal_statements_have_different_ids() -> None:
    graph = graph_of("import streamlit as st\nst.divider()\nst.divider()\n")
    assert len({node["id"] for node in graph["nodes"]}) == 2


def test_what_always_runs_says_why() -> None:
    text = "from datetime import datetime\nnow = datetime.now()\n"
    node = graph_of(text)["nodes"][0]
    assert node["always"] == "reads the clock: `datetime.now()`"
    assert "Clock" in node["effects"]
    assert "always runs: reads the clock" in lattice("graph", "-", text=text).stdout


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["--focus", "limit"], {4, 5, 6, 7}),
        (["--focus", "limit", "--depth", "1"], {4, 5, 6}),
        (["--focus", "7", "--direction", "up"], {3, 4, 5, 6, 7}),
        (["--focus", "7", "--direction", "down"], {7}),
        (["--focus", "region", "--depth", "0"], {3}),
    ],
)
def test_focus(words: list[str], lines: set[int]) -> None:
    assert {node["line"] for node in graph_of(SCRIPT, *words)["nodes"]} == lines


def test_focus_that_means_nothing() -> None:
    stderr = error_of(lattice("graph", "-", "--focus", "limti", text=SCRIPT))
    assert "nothing is called `limti`" in stderr
    assert "did you mean `limit`?" in stderr
    stderr = error_of(lattice("graph", "-", "--focus", "99", text=SCRIPT))
    assert "the nearest one is in line 8" in stderr


HOSTILE = (
    "import streamlit as st\n"
    'st.write("a\\"b\\\\ <i> | #1 `x` {y} [z] é \U0001f600", end)\n'
    "end = 1\n"
)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("text", [SCRIPT, HOSTILE], ids=["plain", "hostile"])
def test_dot_is_valid(text: str) -> None:
    result = lattice("graph", "-", "--format", "dot", text=text)
    drawn = subprocess.run(
        ["dot", "-Tplain"], input=result.stdout, capture_output=True, text=True, check=False
    )
    assert (drawn.returncode, drawn.stderr) == (0, "")
    nodes = [line for line in drawn.stdout.splitlines() if line.startswith("node ")]
    assert len(nodes) == len(graph_of(text)["nodes"])


@pytest.mark.parametrize("text", [SCRIPT, HOSTILE], ids=["plain", "hostile"])
def test_mermaid_escapes_labels(text: str) -> None:
    lines = lattice("graph", "-", "--format", "mermaid", text=text).stdout.splitlines()
    assert lines[0] == "flowchart LR"
    for line in lines[1:]:
        assert line.count('"') in {0, 2}
        if line.startswith("  n") and "->" not in line and '"' in line:
            label = line.split('"')[1]
            assert not set(label) & set('"<>`[]{}|\\')


@pytest.mark.parametrize(
    ("name", "start"),
    [("g.json", "{"), ("g.dot", "digraph"), ("g.mmd", "flowchart"), ("g.txt", "<stdin>")],
)
def test_the_suffix_chooses_the_format(tmp_path: Path, name: str, start: str) -> None:
    result = lattice("graph", "-", "-o", tmp_path / name, text=SCRIPT)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_output_replaces_whole_files(tmp_path: Path) -> None:
    target = tmp_path / "g.json"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    assert lattice("graph", "-", "-o", link, text=SCRIPT).returncode == 0
    assert link.is_symlink()
    assert json.loads(target.read_text())["schema_version"] == 1
    assert target.stat().st_mode & 0o777 == 0o640
    assert "cannot be written" in error_of(lattice("graph", "-", "-o", "no/g.json", text=SCRIPT))
    assert lattice("graph", "-", "-o", "/dev/null", "-f", "dot", text=SCRIPT).returncode == 0


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "g.json"
    target.write_text("old")
    assert lattice("graph", "-", "-o", target, text="def f(:\n").returncode == 1
    assert target.read_text() == "old"
