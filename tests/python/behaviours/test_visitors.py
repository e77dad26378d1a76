"""What a visitor brings or asks for beside clicks: lost connections, and files that are made when
they are asked for."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from both_engines import told
from lattice.browser.step import parse_step

from driver.remote import RemoteApp

SLOW = """\
import time
import streamlit as st
state = st.session_state
state.setdefault("log", [])
n = st.slider("n", 0, 5)
def work(n):
    time.sleep(0.3)
    return n * 2
st.write("begin", n)
doubled = work(n)
state.log.append(n)
st.write("doubled", doubled, state.log)
name = st.text_input("name")
st.write("end", name)
"""


def test_visitor_comes_back_after_the_connection_was_lost(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SLOW)

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("name=ada")), app.do(parse_step("n=2"))]
        app.tab.reconnect()
        # The browser asks for the page again, with the values of its widgets.
        states += [app.do(parse_step("rerun")), app.do(parse_step("name=bob"))]
        for _ in range(3):
            app.tab.reconnect()
        states += [app.do(parse_step("rerun")), app.do(parse_step("n=1"))]
        app.do(parse_step("reload"))
        states += [app.do(parse_step("n=4")), app.do(parse_step("n=3"))]
        return [state.plain() for state in states]

    assert "bob" in str(told(script, story)[4]["page"]["main"])


def test_visitor_comes_back_while_the_script_runs(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SLOW)

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("name=ada"))]
        request = app.frontend.act(parse_step("n=4"))
        assert request is not None
        app.tab.send(request)
        app.tab.listen(0.1)
        app.tab.reconnect()
        shown = app.do(parse_step("rerun"))
        states += [app.do(parse_step("n=1")), app.do(parse_step("name=bob"))]
        # Whether the lost run came to its end before the connection was lost is a matter of time.
        last = [state.plain()["page"]["main"] for state in (shown, states[-1])]
        return [state.plain() for state in states[:2]], [_without_log(page) for page in last]

    told(script, story)


def _without_log(page: Any) -> list[str]:
    return [line for line in str(page).split("},") if "json" not in line and "[" not in line[2:]]


AT_ONCE = """\
import streamlit as st
state = st.session_state
state.setdefault("log", [])
def changed(name):
    state.log.append((name, state.a, state.b, state.c))
    print("callback", name)
    if state.b == 3:
        st.rerun()
st.slider("a", 0, 5, key="a", on_change=changed, args=("a",))
st.slider("b", 0, 5, key="b", on_change=changed, args=("b",))
st.text_input("c", key="c", on_change=changed, args=("c",))
state.bodies = state.get("bodies", 0) + 1
print("body", state.a, state.b, state.c)
st.write(state.bodies, [str(entry) for entry in state.log])
"""


def test_widgets_changed_at_once_have_their_callbacks_called_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(AT_ONCE)

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("a=1"))]
        for steps in (("b=2", "c=x"), ("c=y", "a=2", "b=1"), ("a=4", "b=3", "c=z"), ("b=0", "b=1")):
            # A browser sends all values with the last change.
            requests = [app.frontend.act(parse_step(step)) for step in steps]
            assert requests[-1] is not None
            states.append(app.ask(requests[-1]))
        return [state.plain() for state in states]

    printed = [state["printed"] for state in told(script, story)]
    assert printed[2] == ["callback b", "callback c", "body 1 2 x"]


FORGETFUL = """\
import streamlit as st
state = st.session_state
n = st.slider("n", 0, 5)
state.setdefault("seen", []).append(n)
file = st.file_uploader("file")
st.write(state.seen, file and file.getvalue().decode(), n)
"""


def test_session_of_a_visitor_who_stays_away_is_forgotten(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(FORGETFUL)

    def story(app: RemoteApp) -> Any:
        steps = ("n=2", 'upload file {"a.txt": "alpha"}', "n=3")
        states = [app.start(), *(app.do(parse_step(step)) for step in steps)]
        app.tab.disconnect()
        time.sleep(1.5)
        app.tab.reconnect()
        states += [app.do(parse_step("rerun")), app.do(parse_step("n=1"))]
        return [state.plain() for state in states]

    told(script, story, ("--server.disconnectedSessionTTL", "1"))


ON_DEMAND = """\
import streamlit as st
made = []
n = st.slider("n", 0, 5)
other = st.checkbox("other")
items = [n]
def make():
    made.append(n)
    return f"content {n} {items} {made}"
items.append(2 * n)
st.download_button("get", make, "a.txt", on_click="ignore")
st.download_button("raw", lambda: b"raw %d" % n, "b.bin", key="raw")
st.write("made", made, items, other)
"""


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_ids(v) for k, v in value.items() if k != "deferred_file_id"}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value


def test_files_are_made_when_they_are_asked_for(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ON_DEMAND)

    def files(app: RemoteApp) -> list[list[str]]:
        buttons = [w for w in app.frontend.widgets() if w.kind == "download_button"]
        made = [app.tab.download(button.proto.deferred_file_id) for button in buttons]
        return [[f"{status}", body.decode()] for status, body in map(app.get, made)]

    def story(app: RemoteApp) -> Any:
        states, made = [app.start()], [files(app)]
        for step in ("n=2", "other=true", "n=2", "n=3", "rerun", "n=1"):
            states.append(app.do(parse_step(step)))
            made += [files(app), files(app)]
        # The ids are random.
        return [[_without_ids(state.plain()) for state in states], made]

    made = told(script, story)[1]
    assert ["200", "content 0 [0, 0] [0]"] in made[0]
    assert ["200", "raw 2"] in made[1]
