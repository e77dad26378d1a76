"""Scripts made for one measurement each."""

from __future__ import annotations

CHAIN_HEAD = """import time

import streamlit as st


def f(x):
    return x + 1


n = st.slider("n", 0, 100_000)
x0 = 0
start = time.perf_counter()
"""
CHAIN_TAIL = """
st.text(time.perf_counter() - start)
st.write("value", n, x{cells})
"""

BLOCK = """
def compute_{i}(frame, factor):
    scaled = frame["a"] * factor
    return scaled.rolling({window}).mean()

st.header("Section {i}")
factor_{i} = st.slider("Factor {i}", 1, 100, {start})
frame_{i} = pd.DataFrame({{"a": np.arange(50) * {i}, "b": np.arange(50)}})
frame_{i}["c"] = compute_{i}(frame_{i}, factor_{i})
left_{i}, right_{i} = st.columns(2)
if factor_{i} > {window}:
    with left_{i}:
        st.line_chart(frame_{i})
else:
    right_{i}.warning(f"small factor: {{factor_{i}}}")
for name in ("a", "b"):
    right_{i}.metric(name, frame_{i}[name].sum())
total_{i} = frame_{i}["c"].sum() + {before}
st.write("Total", total_{i})
"""


def chain(cells: int) -> str:
    """`cells` assignments `xN = f(xM)`, none of which depends on the slider.

    The script shows the seconds between the first and the last of them, as it sees them itself:
    the way over the network costs a thousand times more than a skipped cell, and varies.
    """
    calls = [f"x{i} = f(x{i - 1})" for i in range(1, cells + 1)]
    return CHAIN_HEAD + "\n".join(calls) + CHAIN_TAIL.format(cells=cells)


def texts(elements: int) -> str:
    """A slider and a page of texts, of which one shows its value."""
    return (
        'import streamlit as st\n\nn = st.slider("n", 0, 100_000)\n'
        f'for i in range({elements}):\n    st.text(f"row {{i}}")\n'
        'st.write(f"value {n}")\n'
    )


def inputs(elements: int) -> str:
    """The same with text inputs."""
    return texts(elements).replace('st.text(f"row {i}")', 'st.text_input(f"row {i}")')


def trivial(lines: int) -> str:
    """Nothing that is worth skipping: assignments of small numbers."""
    rows = "".join(f"v{i} = n + {i}\n" for i in range(lines))
    return f'import streamlit as st\n\nn = st.slider("n", 0, 100_000)\n{rows}st.text(v0)\n'


def long_script(lines: int = 1000) -> str:
    """An app of exactly `lines` lines: sections of widgets, frames, functions and charts."""
    text = "import numpy as np\nimport pandas as pd\nimport streamlit as st\n"
    for i in range(lines):
        before = f"total_{i - 1}" if i else "0"
        block = BLOCK.format(i=i, window=i % 7 + 2, start=i % 90 + 1, before=before)
        if text.count("\n") + block.count("\n") > lines:
            break
        text += block
    while text.count("\n") < lines:
        text += f'st.caption("line {text.count(chr(10)) + 1}")\n'
    return text
