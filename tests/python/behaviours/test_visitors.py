"""What a visitor brings or asks for beside clicks: an identity, lost connections, large values,
files that are made when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)

from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp

Story = Callable[[RemoteApp], Any]


def told(script: Path, story: Story, flags: tuple[str, ...] = ()) -> Any:
    """What `story` says about stock, and it says the same about Lattice."""
    said = []
    for command in (stock_command(), lattice_command()):
        app = RemoteApp(command, script, flags)
        try:
            said.append(story(app))
        finally:
            app.close()
    found = differences(said[0], said[1])
    assert not found, "\n".join(found)
    return said[0]


SECRET = "a secret that signs the cookies of this test"
SECRETS = f"""\
[auth]
redirect_uri = "http://127.0.0.1/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "client"
client_secret = "secret"
server_metadata_url = "http://127.0.0.1/.well-known/openid-configuration"
"""
SIGNED_IN = """\
import streamlit as st
n = st.slider("n", 0, 5)
@st.cache_data
def greeting(name):
    return f"hello {name}"
if not st.user.is_logged_in:
    st.write("nobody", n)
    st.stop()
st.write(greeting(st.user.name), st.user.get("email"), sorted(st.user.to_dict()))
roles = {"ada": ["admin", "staff"]}.get(st.user.name, [])
for role in roles:
    st.write(role)
if st.user.email.endswith("example.org"):
    st.write("inside", n)
if st.button("out"):
    st.logout()
st.write("end", n)
"""


def signed_in(origin: str, **claims: Any) -> dict[str, str]:
    """The cookies that a successful sign-in leaves in the browser."""
    user = {"origin": origin, "is_logged_in": True, **claims}
    signed = create_signed_value(SECRET, "_streamlit_user", json.dumps(user))
    return {"_streamlit_xsrf": generate_xsrf_token_string(), "_streamlit_user": signed.decode()}


def test_each_visitor_sees_the_page_of_their_identity(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SIGNED_IN)
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(SECRETS)

    def story(app: RemoteApp) -> Any:
        states = [app.start(), app.do(parse_step("n=1"))]
        people = [("ada", "ada@example.org"), ("bob", "bob@example.com"), ("ada", "ada@other.org")]
        for name, email in people:
            app.open_tab(signed_in(app.origin, name=name, email=email))
            states += [app.start(), app.do(parse_step("n=2")), app.do(parse_step("n=2"))]
        app.switch_tab(1)
        states += [app.do(parse_step("n=3")), app.do(parse_step("click out"))]
        app.switch_tab(0)
        states.append(app.do(parse_step("n=4")))
        return [state.plain() for state in states]

    pages = [str(state["page"]["main"]) for state in told(script, story)]
    assert "nobody" in pages[0]
    assert "hello ada" in pages[2]
    assert "admin" in pages[2]
    assert "hello bob" in pages[5]
    assert "inside" not in pages[5]


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


LARGE = """\
import hashlib
import streamlit as st
def digest(data):
    return hashlib.sha256(data).hexdigest()[:12]
n = st.slider("n", 0, 5)
text = st.text_area("text")
st.write(len(text), digest(text.encode()), n)
files = st.file_uploader("files", accept_multiple_files=True)
for file in files:
    data = file.getvalue()
    st.write(file.name, file.size, digest(data), data.count(b"x"))
    st.write(digest(file.read()), file.read(4))
st.write("end", n)
"""


@pytest.mark.parametrize("size", [700_000, 6_000_000])
def test_large_values_and_files_arrive_whole(size: int, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(LARGE)
    content = "xy" * (size // 2)

    def story(app: RemoteApp) -> Any:
        steps = [
            f"text={content}",
            "n=1",
            "upload files " + json.dumps({"a.txt": content}),
            "n=2",
            "text=short",
        ]
        states = [app.start(), *(app.do(parse_step(step)) for step in steps)]
        return [state.plain() for state in states]

    flags = ("--server.maxMessageSize", "50", "--server.maxUploadSize", "50")
    pages = [str(state["page"]["main"]) for state in told(script, story, flags)]
    assert str(size) in pages[1]
    assert str(size // 2) in pages[3]


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
