"""Sessions that are gone leave nothing behind."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from lattice import apptest
from lattice.adapter.engine.engines import engines_of
from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st

class Big:
    def __init__(self, n):
        self.items = [n] * 10

def cb(value):
    st.session_state.seen = value.items[0]

n = st.slider("n", 0, 5, 1)
big = Big(n)
table = {"big": big, "more": [big]}
left, right = st.columns(2)
left.write(table["big"].items)
right.button("b", on_click=cb, args=(big,))
st.session_state.kept = table
"""


def test_a_closed_session_is_freed(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    with apptest.enabled():
        at = AppTest.from_file(str(path)).run()
        at.slider[0].set_value(3).run()
        at.button[0].click().run()
        assert not at.exception
        (session,) = engines_of(at._fragment_storage).sessions.values()
        big = session.module.__dict__["big"]
        watched = [weakref.ref(session), weakref.ref(big)]
        del session, big, at
        # The module `__main__` of the process is the last script's.
        AppTest.from_string("import streamlit as st").run()
        # Once for the session, once for what its native records held until then.
        gc.collect()
        gc.collect()
    assert [reference() for reference in watched] == [None, None]


@pytest.mark.parametrize("runs", [30])
def test_records_do_not_pile_up(tmp_path: Path, runs: int) -> None:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    with apptest.enabled():
        at = AppTest.from_file(str(path)).run()
        (session,) = engines_of(at._fragment_storage).sessions.values()
        kind = type(session.module.__dict__["big"])
        for i in range(runs):
            at.slider[0].set_value(i % 5).run()
        gc.collect()
        alive = [o for o in gc.get_objects() if type(o) is kind]
    # The one on the page, the one of the run before (its record is replaced at the end of a run),
    # and what AppTest and the session hold of them.
    assert len(alive) <= 3
