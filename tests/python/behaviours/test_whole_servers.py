"""What belongs to a server as a whole: how it ends, what else it serves, how it is entered."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp, ServedApp
from driver.server import Server

Story = Callable[[list[str]], Any]


def told(story: Story) -> Any:
    """What `story` says about stock, and it says the same about Lattice."""
    stock = story(stock_command())
    found = differences(stock, story(lattice_command()))
    assert not found, "\n".join(found)
    return stock


AT_EXIT = """\
import atexit
import streamlit as st
n = st.slider("n", 0, 5)
if "registered" not in st.session_state:
    st.session_state.registered = True
    atexit.register(print, "the process ends")
st.write(n)
"""


def test_functions_registered_for_the_end_run_at_the_end(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(AT_EXIT)

    def story(command: list[str]) -> Any:
        server = Server(command, script)
        app = ServedApp(server)
        states = [app.start(), app.do(parse_step("n=2")), app.do(parse_step("n=3"))]
        app.close()
        server.stop()
        return [state.plain() for state in states], server.take_printed(settle=0.2)

    assert "the process ends" in told(story)[1]


ENDS_ITS_THREAD = """\
import sys
import streamlit as st
n = st.slider("n", 0, 5)
st.write("n", n)
if n == 3:
    sys.exit(4)
st.write("end", n)
"""


def test_run_that_leaves_its_thread_does_not_spoil_the_next(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ENDS_ITS_THREAD)

    def story(command: list[str]) -> Any:
        app = RemoteApp(command, script)
        try:
            states = [app.start(), app.do(parse_step("n=2"))]
            # Streamlit never says that such a run has ended.
            request = app.frontend.act(parse_step("n=3"))
            assert request is not None
            app.tab.send(request)
            time.sleep(1)
            states += [app.do(parse_step(f"n={n}")) for n in (1, 2, 5)]
        finally:
            app.close()
        return [state.plain() for state in states]

    assert told(story)[-1]["error"] is None


STATIC = """\
import streamlit as st
n = st.slider("n", 0, 5)
st.image("app/static/picture.png", caption=f"{n}")
st.markdown("[file](app/static/notes.txt)")
"""


def test_static_files_are_served(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(STATIC)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "notes.txt").write_text("notes")

    def story(command: list[str]) -> Any:
        app = RemoteApp(command, script, ("--server.enableStaticServing", "true"))
        try:
            states = [app.start(), app.do(parse_step("n=2"))]
            files = [app.get(f"/app/static/{name}") for name in ("notes.txt", "none.txt")]
        finally:
            app.close()
        return [state.plain() for state in states], files

    assert told(story)[1][0] == (200, b"notes")


AS_AN_APPLICATION = """\
from starlette.responses import PlainTextResponse
from starlette.routing import Route
import streamlit as st

async def hello(request):
    return PlainTextResponse("hello from a route")

app = st.App("page.py", routes=[Route("/hello", hello)])
"""


def test_application_object_is_an_entry_point(tmp_path: Path) -> None:
    script = tmp_path / "application.py"
    script.write_text(AS_AN_APPLICATION)
    (tmp_path / "page.py").write_text(STATIC.replace('st.image("app', 'st.text("app'))

    def story(command: list[str]) -> Any:
        app = RemoteApp(command, script)
        try:
            states = [app.start(), app.do(parse_step("n=2")), app.do(parse_step("n=2"))]
            route = app.get("/hello")
        finally:
            app.close()
        return [state.plain() for state in states], route

    assert told(story)[1] == (200, b"hello from a route")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_theme_and_settings_come_from_the_configuration_file(tmp_path: Path, theme: str) -> None:
    script = tmp_path / "script.py"
    script.write_text('import streamlit as st\nst.write(st.get_option("theme.base"))\n"magic"\n')
    (tmp_path / ".streamlit").mkdir()
    config = f'[theme]\nbase = "{theme}"\n[runner]\nmagicEnabled = false\n'
    (tmp_path / ".streamlit" / "config.toml").write_text(config)

    def story(command: list[str]) -> Any:
        app = RemoteApp(command, script)
        try:
            return [app.start().plain(), app.do(parse_step("rerun")).plain()]
        finally:
            app.close()

    assert theme in str(told(story)[0]["page"]["main"])
