"""Only what changes the page is sent; that the page is right is checked by all other tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from frames import frames_of
from lattice.browser.step import parse_step

from driver.engine import lattice_command
from driver.remote import ServedApp
from driver.server import Server

Start = Callable[[str], ServedApp]

ROWS = """\
import streamlit as st

n = st.slider("n", 0, 9, 0)
more = st.checkbox("more")
for i in range(50):
    st.text(f"row {i}")
st.text(f"n {n}")
if more:
    st.text("more")
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Runs a script and opens it in a tab."""
    with ExitStack() as stack:

        def started(script: str) -> ServedApp:
            path = tmp_path / "app.py"
            path.write_text(script)
            app = ServedApp(stack.enter_context(Server(lattice_command(), path)))
            stack.callback(app.close)
            app.start()
            return app

        yield started


def test_one_element_changes(start: Start) -> None:
    app = start(ROWS)
    frames = frames_of(app, "n=3")
    assert frames.is_partial
    assert frames.drawn == [(0, 52)]


def test_nothing_changes(start: Start) -> None:
    frames = frames_of(start(ROWS), "rerun")
    assert frames.is_partial
    assert frames.drawn == []


def test_element_at_the_end_is_added(start: Start) -> None:
    app = start(ROWS)
    frames = frames_of(app, "more=true")
    assert frames.is_partial
    assert frames.drawn == [(0, 53)]


def test_element_that_goes_takes_a_whole_run(start: Start) -> None:
    app = start(ROWS)
    frames_of(app, "more=true")
    frames = frames_of(app, "more=false")
    assert not frames.is_partial
    assert len(frames.drawn) == 53
    assert frames_of(app, "n=4").drawn == [(0, 52)]


def test_other_widget_takes_a_whole_run(start: Start) -> None:
    app = start(
        "import streamlit as st\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "st.text('same')\n"
        "st.text_input('say', key=f'say{n}')\n"
    )
    assert not frames_of(app, "n=1").is_partial


def test_script_runs_itself_again(start: Start) -> None:
    app = start(
        "import streamlit as st\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "st.text(f'n {n}')\n"
        "if n and 'again' not in st.session_state:\n"
        "    st.session_state.again = n\n"
        "    st.rerun()\n"
        "st.text(f'end {n}')\n"
    )
    frames = frames_of(app, "n=1")
    # `n` by the first run, which does not come to its end; `end` by the second.
    assert frames.is_partial
    assert frames.drawn == [(0, 1), (0, 2)]


def test_run_of_a_fragment_is_known(start: Start) -> None:
    app = start(
        "import streamlit as st\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "@st.fragment\n"
        "def part():\n"
        "    st.text(f\"inside {st.slider('m', 0, 9, 0)}\")\n"
        "part()\n"
        "st.text(f'n {n}')\n"
        "st.text('last')\n"
    )
    frames_of(app, "m=3")
    frames = frames_of(app, "n=2")
    assert frames.is_partial
    assert (0, 2) in frames.drawn
    assert (0, 3) not in frames.drawn


def test_timers_take_whole_runs(start: Start) -> None:
    app = start(
        "import streamlit as st\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "@st.fragment(run_every=3600)\n"
        "def part():\n"
        "    st.text('inside')\n"
        "part()\n"
        "st.text(f'n {n}')\n"
    )
    assert not frames_of(app, "n=2").is_partial


def test_toast_takes_a_whole_run(start: Start) -> None:
    app = start(
        "import streamlit as st\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "st.text('same')\n"
        "if n == 1:\n"
        "    st.toast('one')\n"
    )
    assert not frames_of(app, "n=1").is_partial
    assert not frames_of(app, "n=2").is_partial
    assert frames_of(app, "n=3").is_partial


def test_lost_connection_takes_a_whole_run(start: Start) -> None:
    app = start(ROWS)
    app.tab.reconnect()
    assert not frames_of(app, "n=3").is_partial
    assert frames_of(app, "n=4").is_partial


def test_run_that_was_cancelled_takes_a_whole_run(start: Start) -> None:
    app = start(
        "import time\n"
        "import streamlit as st\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "st.text(f'before {n}')\n"
        "if n == 1:\n"
        "    time.sleep(1)\n"
        "st.text(f'after {n}')\n"
    )
    state = app.do_at_once([parse_step("n=1"), parse_step("n=2")])
    assert state.error is None
    texts = str(state.page["main"])
    assert "before 2" in texts
    assert "after 2" in texts
    assert frames_of(app, "n=3").drawn == [(0, 1), (0, 2)]


def test_component_is_always_sent(start: Start) -> None:
    app = start(
        "import streamlit as st\n"
        "import streamlit.components.v1 as components\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "show = components.declare_component('show', url='http://127.0.0.1:9')\n"
        "show(value=1, key='c')\n"
        "st.text('same')\n"
    )
    assert frames_of(app, "n=3").drawn == [(0, 1)]


def test_thread_that_draws_between_two_runs(start: Start) -> None:
    app = start(
        "import threading, time\n"
        "import streamlit as st\n"
        "from streamlit.runtime.scriptrunner import add_script_run_ctx\n"
        "n = st.slider('n', 0, 9, 0)\n"
        "slot = st.empty()\n"
        "def late():\n"
        "    time.sleep(0.3)\n"
        "    slot.text('late')\n"
        "if n == 1:\n"
        "    add_script_run_ctx(threading.Thread(target=late)).start()\n"
        "st.text('same')\n"
    )
    frames_of(app, "n=1")
    # Streamlit drops what comes from a run that is over, but nobody can be sure that it did.
    app.tab.listen(1.0)
    assert not frames_of(app, "n=2").is_partial
    assert "late" not in str(app.shown()["main"])
