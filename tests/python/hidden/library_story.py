"""Scripts that change and read what libraries keep, told to stock Streamlit and to Lattice.

Each case is told three times: the change is made by a callback, by a cell, and by another session.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path

from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled
from sensing.sensing_story import PACKAGE, installed, working_in

LIBRARY = """\
import collections
from fieldkit.deep import Client, options, session, set_level, level
registry = {"a": 1}
_private = 0
names = ["x"]


def work(by=2):
    return registry["a"] * by + _private


def configure(value):
    global _private
    _private = value


class Shape:
    sides = 3
    kinds = []

    def text(self):
        return f"{self.sides} {self.kinds}"


_remembered = {}


def costly(x):
    if x not in _remembered:
        _remembered[x] = x * 2
    return _remembered[x]


_calls = 0


def counted():
    global _calls
    _calls += 1
    return _calls
"""

DEEP = """\
class Options:
    def __init__(self):
        self.width = 1
        self.inner = {"height": [1]}


options = Options()


class Client:
    timeout = 1

    def text(self):
        return f"{self.timeout} {options.width} {options.inner}"


session = Client()
_level = [0]


def set_level(value):
    _level[0] = value


def level():
    return _level[0]
"""


@dataclass
class Case:
    """What is done to a library, and what shows it; `n` is a number from 0 to 5."""

    imports: str
    change: str
    show: str
    # Brings the process back into the state before.
    undo: str = ""
    # False: the effect table says that what shows it runs every time.
    skipped: bool = True


CALLBACK = """\
import streamlit as st
{imports}

def change():
    n = st.session_state.n
    {change}

st.slider("n", 0, 5, key="n", on_change=change)
other = st.slider("other", 0, 5)
st.write("shows", {show})
st.write("end", other)
"""

CELL = """\
import streamlit as st
{imports}
n = st.slider("n", 0, 5)
other = st.slider("other", 0, 5)
st.write("before", {show})
if n:
    {change}
st.write("after", {show})
st.write("end", other)
"""

FUNCTION = """\
import streamlit as st
{imports}
n = st.slider("n", 0, 5)
other = st.slider("other", 0, 5)

def show():
    return {show}

def change(n):
    {change}

st.write("before", show())
if n > 1:
    change(n)
st.write("after", show())
st.write("end", other)
"""


def _tell(folder: Path, case: Case, script: str, sessions: list[tuple[int, str]]) -> list[object]:
    """Let sessions take steps; return what they showed, and what the last step of each ran."""
    path = folder / "app.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(script.format(**vars(case)))
    told = []
    ran: list[str] = []
    for engine in (contextlib.nullcontext([]), lattice_enabled()):
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        try:
            with fresh_process(path), working_in(folder), engine as traces:
                apps = [LocalApp(path), LocalApp(path)]
                states = [app.start().plain() for app in apps]
                for number, step in sessions:
                    states.append(apps[number].do(parse_step(step)).plain())
                    if traces:
                        ran = [cell.label for cell in traces[-1].cells if cell.action == "run"]
            told.append(states)
        finally:
            exec(f"{case.imports}\n{case.undo}", {})
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)
    shown = {str(state["page"]["main"]) for state in told[0]}
    assert len(shown) > 3, "the change does not show"
    return list(ran)


def tell(folder: Path, case: Case) -> None:
    """Compare all ways to make the change; what nobody touches any more is skipped."""
    with installed(folder, LIBRARY):
        (folder / "env" / "lib" / "site-packages" / PACKAGE / "deep.py").write_text(DEEP)
        place = folder / "app"
        quiet = [(0, f"other={i}") for i in (1, 2, 3)]
        steps = [(0, "n=1"), (0, "n=2"), (0, "other=1"), (0, "n=3"), (0, "n=1"), *quiet]
        for script in (CALLBACK, CELL, FUNCTION):
            ran = _tell(place, case, script, steps)
            marks = ("s",) if script is CALLBACK else ("a",) if script is CELL else ()
            again = [
                label for label in ran if label.startswith(tuple(f'st.write("{m}' for m in marks))
            ]
            assert not case.skipped or not again, ran
        both = [(0, "n=1"), (1, "n=2"), (0, "other=1"), (1, "other=1"), (0, "other=2")]
        for script in (CALLBACK, CELL, FUNCTION):
            _tell(place, case, script, [*both, (1, "n=3"), (0, "other=3"), (0, "n=2"), (1, "n=1")])
