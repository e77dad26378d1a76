"""Objects that parts of a script or several sessions reach: changed by one, read by another.

Every case is told twice: by one session, and by two that take turns.
"""

import contextlib
from pathlib import Path

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled
from sensing.sensing_story import working_in

MODULE = """\
state = {"a": [1]}
count = 0


class Box:
    made = 0
    shared = []

    def __init__(self):
        self.items = []


box = Box()


def change(n, into=[]):
    global count
    count += n
    state["a"].append(n)
    box.items.append(n)
    into.append(n)
    Box.made += 1
    return list(into)


def show():
    return f"{state} {count} {box.items} {Box.made} {Box.shared} {change.__defaults__}"
"""

HEAD = """\
import streamlit as st
n = st.slider("n", 0, 5)
m = st.slider("m", 0, 5)
k = st.slider("k", 0, 5)
"""


CASES = {
    "resource changed by a cell": """
@st.cache_resource
def resource():
    return {"rows": []}
r = resource()
st.write("before", r["rows"], m)
if n:
    r["rows"].append(n)
st.write("after", str(r), k)
""",
    "resource changed by a callback": """
@st.cache_resource
def resource():
    return [[0], {}]
def change(by):
    resource()[0].append(by)
    resource()[1][by] = st.session_state.get("b")
st.button("b", on_click=change, args=(n,), key="b")
st.write("shows", str(resource()), m)
rows = resource()[0]
st.write(len(rows), sum(rows))
""",
    "resource held by a variable and an alias": """
@st.cache_resource
def resource():
    return []
alias = {"it": resource()}
def add(to=alias):
    to["it"].append(n)
if n > 1:
    add()
st.write("alias", alias["it"], m)
st.write("again", resource(), k)
""",
    "module changed by a cell": """
import shared
st.write("before", shared.show(), m)
if n:
    st.write(shared.change(n))
st.write("after", shared.show(), k)
""",
    "module changed by a callback": """
from shared import show, change, Box
st.button("b", on_click=change, args=(n,))
st.button("c", on_click=lambda: Box.shared.append(n))
st.write("shows", show(), m)
""",
    "names from a module": """
from shared import state, box, Box
st.write("before", state, box.items, Box.made, m)
if n:
    state["b"] = n
    box.items.append(n)
    Box.made = n
st.write("after", state, box.items, Box().made, k)
""",
    "session object changed by a callback": """
st.session_state.setdefault("rows", [[1], {"a": [2]}])
rows = st.session_state.rows
inner = rows[1]["a"]
def change(by):
    st.session_state.rows[0].append(by)
    inner.append(by)
st.button("b", on_click=change, args=(n,))
st.write("rows", rows, inner, m)
if k:
    rows.append(k)
st.write("after", len(rows), st.session_state.rows)
""",
    "session object changed through a closure": """
def make():
    held = st.session_state.setdefault("held", [0])
    def add(x):
        held.append(x)
    def total():
        return sum(held)
    return add, total
add, total = make()
st.write("before", total(), m)
if n:
    add(n)
st.write("after", total(), k)
""",
    "instance kept in the session": """
class Cart:
    tax = 1
    def __init__(self):
        self.items = []
    def add(self, x):
        self.items.append(x)
    def total(self):
        return sum(self.items) * self.tax
if "cart" not in st.session_state:
    st.session_state.cart = Cart()
cart = st.session_state.cart
st.button("b", on_click=cart.add, args=(n,))
st.write("total", cart.total(), m)
if k:
    cart.add(k)
st.write("after", cart.total(), cart.items)
""",
    "class attribute": """
class Box:
    sides = 4
    kinds = []
box = Box()
st.write("before", box.sides, Box.kinds, m)
if n:
    Box.sides = n
    Box.kinds.append(n)
st.write("after", box.sides, box.kinds, k)
""",
    "class attribute set by a callback": """
class Box:
    sides = 4
def change(by):
    Box.sides = by
st.button("b", on_click=change, args=(n,))
st.write("shows", Box.sides, Box().sides, m)
""",
    "default argument": """
def collect(x, into=[]):
    into.append(x)
    return into
st.write("one", collect(n), m)
st.write("two", len(collect(k)))
st.write("three", collect.__defaults__)
""",
    "default argument set anew": """
def add(x, by=1):
    return x + by
st.write("before", add(m))
if n:
    add.__defaults__ = (n,)
    add.note = n
st.write("after", add(k), getattr(add, "note", 0))
""",
    "loop variable": """
rows = [[1], [2], [3]]
st.write("before", rows, m)
for row in rows:
    row.append(n)
st.write("after", rows, k)
""",
    "loop variable that draws": """
rows = [[1], [2]]
st.write("before", rows, m)
for row in rows:
    row.append(n)
    st.write(row, k)
st.write("after", rows)
""",
    "loop that carries objects": """
rows = [[i] for i in range(3)]
last = None
for i, row in enumerate(rows):
    if last is not None:
        row.append(last)
        last.append(n)
    st.write(i, row, m)
    last = row
st.write("after", rows, last, k)
last.append("end")
st.write("end", rows)
""",
    "loop over items and zip": """
table = {"a": [1], "b": [2]}
others = [[], []]
for (name, values), other in zip(table.items(), others):
    values.append(n)
    other.append(values)
    st.write(name, values, m)
st.write("after", table, others, k)
table["a"].append(9)
st.write("end", others)
""",
    "changed set": """
seen = {1, 2}
st.write("before", sorted(seen), m)
seen.add(n + 10)
st.write("after", sorted(seen), k)
seen.discard(1)
st.write("end", len(seen))
""",
    "large array": """
import numpy as np
big = np.zeros(5_000_000)
st.write("before", float(big.sum()), m)
big[n] = n
st.write("after", float(big.sum()), k)
view = big[:10]
view += 1
st.write("end", float(big.sum()), view.tolist())
""",
    "aliases through containers": """
inner = [0]
left, right = {"x": inner}, [inner, (inner,)]
st.write("before", left, right, m)
left["x"].append(n)
st.write("middle", right, k)
right[1][0].append(k)
st.write("after", left, inner)
""",
    "alias through a bound method and a partial": """
from functools import partial
rows = [1]
push = rows.append
more = partial(rows.extend, [7])
st.write("before", rows, m)
push(n)
st.write("middle", rows, k)
if k:
    more()
st.write("after", rows)
""",
    "generator that carries a list": """
rows = []
def walk():
    for i in range(3):
        rows.append(i + n)
        yield rows
it = walk()
st.write("first", next(it), m)
st.write("second", str(next(it)), k)
st.write("rows", rows)
""",
}

WALKS = (
    "n=1 m=1 k=1 n=2 m=2 k=2 n=3 m=3 n=1 k=3 m=1 n=0 k=0 m=0",
    "m=1 m=2 k=1 k=2 n=1 n=2 b b m=3 c b k=3 n=3 c m=1 b n=1",
)


def _walks() -> list[list[str]]:
    return [
        [f"click {step}" if len(step) == 1 else step for step in walk.split()] for walk in WALKS
    ]


def _told(path: Path, turns: list[tuple[int, str]], sessions: int) -> None:
    told = []
    for engine in (contextlib.nullcontext([]), lattice_enabled()):
        with fresh_process(path), working_in(path.parent), engine:
            apps = [LocalApp(path) for _ in range(sessions)]
            states = [app.start().plain() for app in apps]
            for number, step in turns:
                states.append(apps[number].do(parse_step(step)).plain())
            told.append(states)
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)


def _written(folder: Path, body: str) -> Path:
    path = folder / "app.py"
    path.write_text(HEAD + body)
    (folder / "shared.py").write_text(MODULE)
    return path


@pytest.mark.parametrize("name", CASES)
def test_one_session(name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, CASES[name])
    for walk in _walks():
        _told(path, [(0, step) for step in walk], 1)


@pytest.mark.parametrize("name", CASES)
def test_two_sessions(name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, CASES[name])
    for walk in _walks():
        _told(path, [((i // 2) % 2, step) for i, step in enumerate([*walk, *walk])], 2)
