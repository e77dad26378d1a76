"""A click in a fragment that the server hears after a run which ended before the fragment's call.

Streamlit keeps the fragment, and its function sees the variables of the run that made it.
"""

from pathlib import Path
from typing import Any

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp

SCRIPT = """\
import streamlit as st

state = st.session_state
state.setdefault("parts", 0)
n = st.slider("n", 0, 5, 1)
ends = st.selectbox("ends", ["not", "stop", "error", "inside"])
late = "early"
items = [n]
if ends == "stop":
    st.stop()
if ends == "error":
    raise ValueError("ends")


def double(x):
    return 2 * x * n


@st.fragment
def part(factor):
    state.parts += 1
    m = st.slider("m", 0, 5)
    items.append(m)
    st.write("part", m * factor, n, items, state.parts, late, double(m))
    if "ends" in globals():
        st.write("ends", ends)
    nested()


@st.fragment
def nested():
    k = st.slider("k", 0, 5)
    st.write("nested", k, n, items)


if ends != "inside":
    part(n * 10)
    late = f"late {n}"
    st.write("end", items)
else:
    st.write(1 // 0)
"""


@pytest.mark.parametrize("ends", ["stop", "error", "inside"])
def test_late_click_is_answered_with_the_variables_of_its_run(ends: str, tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)

    def story(app: RemoteApp) -> list[Any]:
        app.start()
        states = [app.do(parse_step("m=2")), app.do(parse_step("n=3"))]
        clicks = [app.frontend.act(parse_step(step)) for step in ("m=4", "k=1", "m=5")]
        assert all(click is not None and click.fragment for click in clicks)
        states.append(app.do(parse_step(f"ends={ends}")))
        states += [app.ask(click) for click in clicks if click is not None]
        states += [app.do(parse_step(step)) for step in ("n=4", "ends=not", "m=1", "k=2")]
        return [state.plain() for state in states]

    told = []
    for command in (stock_command(), lattice_command()):
        app = RemoteApp(command, path)
        try:
            told.append(story(app))
        finally:
            app.close()
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)
    # The late click was answered.
    assert any("'part'" in str(state) or "part" in str(state) for state in told[0][3:5])
