"""Who a visitor is: identities in cookies, and signing in and out at a provider."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from both_engines import told
from identity_provider import IdentityProvider, Visitor
from lattice.browser.step import parse_step
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)

from driver.remote import RemoteApp

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


AT_A_PROVIDER = """\
import streamlit as st
n = st.slider("n", 0, 5)
st.session_state.setdefault("seen", []).append(n)
def greeting(name):
    return f"hello {name}"
if not st.user.is_logged_in:
    st.button("in", on_click=st.login)
    st.write("nobody", st.session_state.seen)
    st.stop()
if st.button("out"):
    st.logout()
st.write(greeting(st.user.name), st.user.email, st.user.get("aud"), n)
st.write(sorted(st.user.to_dict()), st.session_state.seen)
"""


def test_visitor_signs_in_and_out_at_a_provider(tmp_path: Path) -> None:
    pytest.importorskip("authlib")
    script = tmp_path / "script.py"
    script.write_text(AT_A_PROVIDER)
    (tmp_path / ".streamlit").mkdir()

    with IdentityProvider() as provider:

        def story(app: RemoteApp) -> Any:
            states = [app.start(), app.do(parse_step("n=2")), app.do(parse_step("click in"))]
            visitor, asked = Visitor(app.origin), app.tab.redirect
            for name in ("ada", "bob"):
                provider.user = name
                visitor.follow(asked)
                app.open_tab(visitor.cookies)
                states += [app.start(), app.do(parse_step("n=3")), app.do(parse_step("n=4"))]
                states.append(app.do(parse_step("click out")))
                visitor.follow(app.tab.redirect)
                app.open_tab(visitor.cookies)
                states += [app.start(), app.do(parse_step("n=1")), app.do(parse_step("click in"))]
                asked = app.tab.redirect
            return [state.plain() for state in states]

        flags = provider.flags(tmp_path / ".streamlit")
        pages = [str(state["page"]["main"]) for state in told(script, story, flags)]
    assert "nobody" in pages[1]
    assert "hello ada" in pages[3]
    assert "nobody" in pages[7]
    assert "hello bob" in pages[10]
