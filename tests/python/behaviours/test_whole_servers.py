"""What belongs to a server as a whole: how it ends, what else it serves, how it is entered."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from both_engines import served, told, told_by
from lattice.browser.step import parse_step

from driver.remote import RemoteApp

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

    told_about = told_by(lambda command: served(command, script, ["n=2", "n=3"]))
    assert "the process ends" in told_about[1]


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

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("n=2"))]
        # Streamlit never says that such a run has ended.
        request = app.frontend.act(parse_step("n=3"))
        assert request is not None
        app.tab.send(request)
        time.sleep(1)
        states += [app.do(parse_step(f"n={n}")) for n in (1, 2, 5)]
        return [state.plain() for state in states]

    assert told(script, story)[-1]["error"] is None


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

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("n=2"))]
        files = [app.get(f"/app/static/{name}") for name in ("notes.txt", "none.txt")]
        return [state.plain() for state in states], files

    flags = ("--server.enableStaticServing", "true")
    assert told(script, story, flags)[1][0] == (200, b"notes")


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

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("n=2")), app.do(parse_step("n=2"))]
        return [state.plain() for state in states], app.get("/hello")

    assert told(script, story)[1] == (200, b"hello from a route")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_theme_and_settings_come_from_the_configuration_file(tmp_path: Path, theme: str) -> None:
    script = tmp_path / "script.py"
    script.write_text('import streamlit as st\nst.write(st.get_option("theme.base"))\n"magic"\n')
    (tmp_path / ".streamlit").mkdir()
    config = f'[theme]\nbase = "{theme}"\n[runner]\nmagicEnabled = false\n'
    (tmp_path / ".streamlit" / "config.toml").write_text(config)

    states = told_by(lambda command: served(command, script, ["rerun"]))[0]
    assert theme in str(states[0]["page"]["main"])


ARGUMENTS = """\
import argparse
import sys
import streamlit as st
parser = argparse.ArgumentParser()
parser.add_argument("--name", default="nobody")
parser.add_argument("words", nargs="*")
arguments = parser.parse_args()
n = st.slider("n", 0, 5)
st.write(arguments.name, arguments.words * n, sys.argv[1:])
"""


def test_script_gets_the_arguments_behind_two_dashes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ARGUMENTS)
    flags = ("--", "--name", "Ada", "one", "two words")
    states = told_by(lambda command: served(command, script, ["n=2", "rerun"], flags))[0]
    assert "two words" in str(states[1]["page"]["main"])


ON_DISK = """\
import streamlit as st
n = st.slider("n", 0, 5)
@st.cache_data(persist="disk")
def table(k):
    print("table", k)
    return {"rows": list(range(k))}
@st.cache_data(persist=True, show_spinner=False)
def drawn(k):
    print("drawn", k)
    st.write("drawn", k)
    return k
if st.button("forget"):
    table.clear(n)
table(n)["rows"].append("spoilt")
st.write(table(n), drawn(n))
"""


def test_cache_on_disk_outlives_its_server(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ON_DISK)

    def story(command: list[str]) -> Any:
        # Caches on disk are below the home folder.
        home = {"HOME": str(tmp_path / Path(command[-1]).name)}
        Path(home["HOME"]).mkdir()
        walks = (["n=2", "n=3", "click forget"], ["n=2", "n=3", "n=4"], ["n=4", "n=2"])
        return [served(command, script, walk, environment=home)[0] for walk in walks]

    first, second, third = ([state["printed"] for state in states] for states in told_by(story))
    assert first == [
        ["table 0", "drawn 0"],
        ["table 2", "drawn 2"],
        ["table 3", "drawn 3"],
        ["table 3"],
    ]
    assert second == [[], [], [], ["table 4", "drawn 4"]]
    assert third == [[], [], []]


PARTS = """\
from pathlib import Path
import streamlit as st
import streamlit.components.v1 as components
n = st.slider("n", 0, 5)
counter = components.declare_component("counter", path=str(Path(__file__).parent / "counter"))
value = counter(start=n, default=0, key="counter")
st.write("value", value, n)
"""


def test_component_serves_the_files_of_its_folder(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(PARTS)
    (tmp_path / "counter").mkdir()
    (tmp_path / "counter" / "index.html").write_text("<b>counter</b>")

    def story(app: RemoteApp) -> Any:
        steps = ("n=2", 'emit counter {"state": 3}', "n=4", "rerun")
        states = [app.start(), *(app.do(parse_step(step)) for step in steps)]
        files = [app.get(f"/component/script.counter/{name}") for name in ("index.html", "none")]
        return [state.plain() for state in states], files

    assert told(script, story)[1][0] == (200, b"<b>counter</b>")


WORKERS = """\
import multiprocessing
import streamlit as st

def square(k):
    return k * k

if __name__ == "__main__":
    n = st.slider("n", 1, 5, 2)
    how = st.radio("how", ["fork", "spawn"])
    with multiprocessing.get_context(how).Pool(1) as pool:
        st.write(how, pool.map(square, range(n)))
    child = multiprocessing.get_context("fork").Process(target=print, args=("child", n), name="c")
    child.start()
    child.join()
    st.write(child.exitcode, multiprocessing.current_process().name)
"""


def test_worker_processes_run_functions_of_the_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(WORKERS)
    walk = ["n=3", "how=spawn", "n=4"]
    states = told_by(lambda command: served(command, script, walk))[0]
    assert "child 3" in states[1]["printed"]
    assert "[0, 1, 4, 9]" in str(states[3]["page"]["main"])
