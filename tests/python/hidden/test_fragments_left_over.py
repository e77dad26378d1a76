"""Objects that are changed in place in scripts with fragments.

A run that ends before the call of a fragment leaves the fragment of the run before, which shows the
objects as they were left then.
"""

from pathlib import Path
from typing import Any

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp
from sensing.sensing_story import Watched, tell_in_process

SCRIPT = """\
import numpy as np
import pandas as pd
import streamlit as st
from collections import deque


class Basket:
    def __init__(self, *items):
        self.items = list(items)


st.write("told", st.session_state.get("told"))
ends = st.selectbox("ends", ["not", "stop", "error"])
n = st.slider("n", 0, 9, 1)
once = st.toggle("once")
place = st.container()
items = list([1])
shared = {"items": items, "more": [items, 0]}
basket = Basket(7)
line = deque([0])
array = np.arange(3)
frame = pd.DataFrame({"a": [1, 2, 3]})
calm = list([5])
mine = list([6])
st.write("before", items, basket.items, list(line), array, frame, calm, mine)
items.append(n)
shared["more"].append(n)
basket.items.append(n)
line.append(n)
array[0] = n
frame["b"] = n
if once:
    calm.append("once")
mine.append(n)
st.write("after", items, shared, basket.items, list(line), array, frame, calm, mine)
if ends == "stop":
    st.stop()
if ends == "error":
    raise ValueError("ends")


@st.fragment
def part(given, box, place):
    m = st.slider("m", 0, 9)
    line.append(m)
    assert place is not None
    st.write("part", m, n, items, given, shared, given["items"] is items, box.items, calm)
    st.write(list(line), array, frame, given["more"][0] is items)
    told = (m, n, items, given, shared, given["items"] is items, box.items, calm, list(line))
    st.session_state.told = repr((told, array, frame["b"].tolist(), given["more"][0] is items))
    nested()


@st.fragment
def nested():
    k = st.slider("k", 0, 5)
    items.append(k)
    st.write("nested", k, n, items, shared)


part(shared, basket, place)
st.write("end", items)
"""


def story_of(steps: list[str], late: dict[int, list[str]], path: Path) -> list[list[Any]]:
    """The states of both engines; `late` clicks are made at once and heard after that step."""

    def story(app: RemoteApp) -> list[Any]:
        app.start()
        states = []
        for index, step in enumerate(steps):
            asked = [app.frontend.act(parse_step(click)) for click in late.get(index, [])]
            assert all(click is not None and click.fragment for click in asked)
            states.append(app.do(parse_step(step)))
            states += [app.ask(click) for click in asked if click is not None]
        return [state.plain() for state in states]

    told = []
    for command in (stock_command(), lattice_command()):
        app = RemoteApp(command, path)
        try:
            told.append(story(app))
        finally:
            app.close()
    return told


@pytest.mark.parametrize("ends", ["stop", "error"])
def test_late_click_sees_objects_as_they_were_left(ends: str, tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    steps = ["n=2", "n=3", "n=2", "n=3", "m=1", "n=4", "n=5", "n=6", f"ends={ends}", "n=2"]
    steps += ["ends=not", "n=7", "once=true", "n=8", "n=9", f"ends={ends}", "once=false"]
    steps += ["ends=not", "m=3", "k=1"]
    told = story_of(steps, {8: ["m=4", "m=5"], 15: ["m=6"]}, path)
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)
    assert all("((5, 6, [1, 6, 0, 0" in str(states[11]) for states in told)


def test_object_first_changed_in_the_run_that_stops(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    after = SCRIPT.index('st.write("after"')
    text = SCRIPT[:after] + SCRIPT[SCRIPT.index("\n", after) + 1 :]
    path.write_text(text.replace("if once:", 'if ends == "stop":'))
    told = story_of(["n=2", "n=3", "ends=stop", "n=4", "ends=not"], {2: ["m=4"]}, path)
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)
    assert all("(4, " in str(states[4]) for states in told)


QUIET = """\
import pandas as pd
import streamlit as st

n = st.slider("n", 0, 9)
frame = pd.DataFrame({"a": list(range(4))})
rows = list([1])
frame["b"] = frame["a"] * 2
rows.append(len(frame))
shown = st.slider("shown", 0, 9)


@st.fragment
def part():
    m = st.slider("m", 0, 9)
    st.write("part", m, frame, rows)


part()
st.write(n, rows)
"""


def test_what_fragments_show_is_used_again(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1", "n=2")
        ran = app.do("n=3")
        if app.is_lattice:
            assert "frame =" not in ran, ran
            assert "rows" not in ran.replace("st.write(n, rows)", ""), ran
            assert "frame['b']" not in ran.replace('"', "'"), ran

    tell_in_process(tmp_path, {"app.py": QUIET}, story)
