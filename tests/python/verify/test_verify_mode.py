"""`--lattice.mode=verify`: the page is that of a full run, and every difference is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lattice.adapter.watch import hooks
from verified_session import VerifiedSession, verified_session

COUNTER = """
import streamlit as st

def add():
    st.session_state.total = st.session_state.get("total", 0) + 1

st.button("add", on_click=add)
price = [st.session_state.get("total", 0) * 3]
st.write(f"price {price[0]}")
"""

EVERYTHING = """
import random
import pandas as pd
import streamlit as st
import helper

@st.cache_data
def load(n):
    print("loading", n)
    return pd.DataFrame({"a": range(n + 1)})

@st.cache_resource
def seen():
    return []

helper.CALLS.append(1)
seen().append(1)
n = st.slider("n", 0, 9)
frame = load(n)
frame["a"] += 1
st.dataframe(frame)
rows = st.session_state.setdefault("rows", [])
rows.append(n)
del rows[:-3]
st.write(len(seen()), len(helper.CALLS), random.random(), rows)
with st.form("f"):
    name = st.text_input("name")
    sent = st.form_submit_button("send")
if sent:
    st.toast(name)

@st.fragment
def part():
    if st.checkbox("more"):
        rows.append(100)
    st.write(sum(rows))

part()
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "app.py"


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that does not see reads of the session's state."""
    monkeypatch.setattr(hooks, "_note_state", lambda state, key: None)


@pytest.fixture
def broken(script: Path, blind: None) -> Iterator[VerifiedSession]:
    script.write_text(COUNTER)
    with verified_session(script) as session:
        yield session


def test_equal_runs_are_silent(script: Path) -> None:
    script.write_text(EVERYTHING)
    script.with_name("helper.py").write_text("CALLS = []\n")
    with verified_session(script) as session:
        session.do("n=3", "name=Ada", "click send", "more=true", "n=4", "more=false", "rerun")
        assert [finding.text() for finding in session.found] == []


def test_missed_read_is_told_with_its_cell(broken: VerifiedSession) -> None:
    broken.do("click add")
    (finding,) = broken.found
    assert finding.volatile is None
    assert finding.blame is not None
    assert (finding.blame.line, finding.blame.action) == (8, "was skipped")
    text = finding.text()
    assert text.startswith("error: app.py:8:")
    assert 'after click "add"' in text
    assert "price 3" in text and "price 0" in text


def test_page_shows_the_full_run(broken: VerifiedSession) -> None:
    assert broken.texts() == ["price 0"]
    broken.do("click add")
    assert broken.texts() == ["price 3"]
    broken.do("click add", "click add")
    assert broken.texts() == ["price 9"]


def test_session_goes_on_from_the_right_state(broken: VerifiedSession) -> None:
    broken.do("click add")
    told = len(broken.found)
    # Nothing that was remembered counts after a difference, so this one is right.
    broken.do("rerun")
    assert len(broken.found) == told


def test_clock_is_not_comparable_and_is_told_once(script: Path) -> None:
    script.write_text(
        "import datetime\nimport streamlit as st\n"
        "now = datetime.datetime.now()\ntext = f'now {now}'\nst.write(text)\nst.slider('n', 0, 5)\n"
    )
    with verified_session(script) as session:
        session.do("n=1", "n=2")
        (finding,) = session.found
    assert finding.volatile == "line 3 reads the clock: `datetime.datetime.now()`"
    assert finding.text().startswith("note: app.py:3: not comparable after")


def test_difference_beside_the_clock_is_still_an_error(script: Path, blind: None) -> None:
    script.write_text(COUNTER + "import time\nst.caption(time.time())\n")
    with verified_session(script) as session:
        session.do("click add")
        assert any(finding.volatile is None for finding in session.found)


def test_wrong_callback_state_is_found_in_session_state(script: Path, blind: None) -> None:
    script.write_text(
        "import streamlit as st\n"
        "def add():\n    st.session_state.total += 1\n"
        "st.session_state.setdefault('total', 0)\n"
        "st.button('add', on_click=add)\n"
    )
    with verified_session(script) as session:
        session.do("click add")
        (finding,) = session.found
        assert "/session_state/total" in finding.text()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_script_that_exits_does_not_stop_the_next(script: Path) -> None:
    script.write_text(
        "import sys\nimport streamlit as st\n"
        "if st.button('leave'):\n    sys.exit()\nst.write('here')\n"
    )
    with verified_session(script) as session:
        session.do("click leave", "rerun")
        assert session.texts() == ["here"]
