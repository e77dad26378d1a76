"""Errors in every kind of place that is guarded: the traceback is Python's, before and after the
script is edited, and the next interaction recovers."""

from pathlib import Path

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled

HEAD = """\
import streamlit as st
n = st.slider("n", 0, 9, 1)
zero = 4 - n
st.write("above", n)
"""
TAIL = 'st.write("below", n)\n'

PLACES = {
    "expression": "x = 1 // zero\n",
    "drawn": "st.write(1, 1 // zero, 3)\n",
    "bare": "1 // zero\n",
    "test": "if 1 // zero:\n    st.write('yes')\nelif n:\n    st.write('no')\n",
    "elif": "if n > 8:\n    st.write('yes')\nelif 1 // zero:\n    st.write('no')\n",
    "walrus": "if (y := 1 // zero) > 3:\n    st.write(y)\nst.write(y)\n",
    "walrus in a call": "st.write((y := n), (z := 1 // zero))\nst.write(y)\n",
    "loop": "for i in range(3):\n    st.write(i)\n    st.write(1 // (zero + i - 1))\n",
    "iterable": "for i in [1 // zero, 2]:\n    st.write(i)\n",
    "enumerate": "for i, x in enumerate([1, 1 // zero]):\n    st.write(i, x)\n",
    "unpacking": "a, b = [1, 2] if zero else [1]\nst.write(a, b)\n",
    "with": "with st.container():\n    st.write(1)\n    st.write(1 // zero)\n",
    "context": "with st.columns(2 if zero else 0)[0]:\n    st.write(1)\n",
    "other context": "import contextlib\nwith contextlib.suppress(KeyError):\n    1 // zero\n",
    "comprehension": "xs = [1 // (i - n) for i in range(3, 5)]\nst.write(xs)\n",
    "generator": "def numbers():\n    yield 1\n    yield 1 // zero\nst.write(list(numbers()))\n",
    "function": "def f(k):\n    m = k\n    return 1 // m\nst.write(f(zero))\n",
    "guarded function": "def page(k):\n    st.write('page')\n    v = 1 // k\n    st.write(v)\n\n"
                        "page(zero)\n",
    "argument of a guarded function": "def page(k):\n    st.write('page', k)\n\npage(1 // zero)\n",
    "nested guarded functions": "def inner(k):\n    st.write(1 // k)\n\ndef outer(k):\n"
                                "    for i in range(2):\n        with st.container():\n"
                                "            inner(k)\n\nouter(zero)\n",
    "page by name": "def one(k):\n    st.write(1 // k)\n\nPAGES = {'one': one}\n"
                    "PAGES['one'](zero)\n",
    "lambda": "f = lambda k: 1 // k\nst.write(f(zero))\n",
    "default": "def f(k=1 // zero):\n    return k\nst.write(f())\n",
    "decorator": "def twice(f):\n    return lambda k: f(k) + f(k)\n\n@twice\ndef g(k):\n"
                 "    return 1 // k\n\nst.write(g(zero))\n",
    "method": "class Box:\n    def __init__(self, k):\n        self.k = k\n\n"
              "    def __repr__(self):\n        return str(1 // self.k)\n\n"
              "box = Box(zero)\nst.write(str(box))\n",
    "class body": "class Box:\n    size = 1 // zero\nst.write(Box.size)\n",
    "raise": "if zero == 0:\n    raise ValueError(f'bad {n}')\n",
    "raise from": "try:\n    1 // zero\nexcept ZeroDivisionError as error:\n"
                  "    raise RuntimeError('outer') from error\n",
    "in handling": "try:\n    1 // zero\nexcept ZeroDivisionError:\n    {}['key']\n",
    "finally": "try:\n    1 // zero\nfinally:\n    st.write('finally')\n",
    "assert": "assert zero, f'n is {n}'\n",
    "delete": "xs = {1: 2}\ndel xs[1 if zero else 2]\n",
    "augmented": "xs = [1, 2]\nxs[0 if zero else 9] += 1\nst.write(xs)\n",
    "attribute": "y = n.real if zero else n.nothing\nst.write(y)\n",
    "unbound": "if zero:\n    y = 1\nst.write(y)\n",
    "unbound local": "def f():\n    if zero:\n        y = 1\n    st.write(y)\n\nf()\n",
    "match": "match n:\n    case 4:\n        st.write(1 // zero)\n    case _:\n"
             "        st.write('other')\n",
    "while": "k = 3\nwhile k:\n    k -= 1\n    st.write(1 // (zero + k))\n",
    "f-string": "st.write(f'{n} {1 // zero}')\n",
    "several lines": "st.write(\n    1,\n    1 // (\n        zero\n    ),\n)\n",
    "recursion": "def f(k):\n    return f(k - 1) if k > 0 else 1 // zero\nst.write(f(3))\n",
    "group": "if zero == 0:\n    raise ExceptionGroup('two', [ValueError(1), KeyError('k')])\n",
    "note": "try:\n    1 // zero\nexcept ZeroDivisionError as error:\n"
            "    error.add_note('look here')\n    raise\n",
    "streamlit": "st.write('x')\nst.columns(zero and 2)\n",
    "cached": "@st.cache_data\ndef load(k):\n    return 1 // k\n\nst.write(load(zero))\n",
    "fragment": "@st.fragment\ndef part(k):\n    st.write('part')\n    st.write(1 // k)\n\n"
                "part(zero)\n",
    "callback": "def call():\n    return 1 // (4 - st.session_state.n)\n\n"
                "st.button('go', on_click=call)\nst.session_state.n = n\n",
}  # fmt: skip
STEPS = ["n=4", "click go", "rerun", "n=5", "n=4", "n=4", "n=6", "rerun"]
# Before the step of this number the text is another one.
EDITS = {
    2: lambda text: text.replace("import streamlit as st\n", "import streamlit as st\n\n# More\n"),
    4: lambda text: text.replace('"below"', '"further below"'),
    5: lambda text: text.replace("# More\n", ""),
    6: lambda text: text.replace('st.write("above", n)\n', 'st.write("above", n)\nst.divider()\n'),
}


@pytest.mark.parametrize("place", PLACES)
def test_error_shows_as_in_python(place: str, tmp_path: Path) -> None:
    path = tmp_path / "app.py"

    def told() -> list[dict[str, object]]:
        text = HEAD + PLACES[place] + TAIL
        path.write_text(text)
        app = LocalApp(path)
        states = [app.start().plain()]
        for number, step in enumerate(STEPS):
            if number in EDITS:
                text = EDITS[number](text)
                path.write_text(text)
            states.append(app.do(parse_step(step)).plain())
        return states

    with fresh_process(path):
        stock = told()
    assert "Error" in repr(stock) or "ExceptionGroup" in repr(stock)
    with fresh_process(path), lattice_enabled():
        lattice = told()
    found = differences(stock, lattice)
    assert not found, "\n".join(found)
