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


# Each is made once, slowly, and then changed in place; only the last line depends on the slider.
IN_PLACE = {
    "a list": """import streamlit as st


def load():
    return [{"key": i, "roots": sum(j**0.5 for j in range(i % 400))} for i in range(3_000)]


n = st.slider("n", 0, 100_000)
rows = load()
rows.append({"key": -1, "roots": 0.0})
rows.sort(key=lambda row: row["roots"])
for row in rows[:20]:
    row["first"] = True
st.metric("sum", sum(row["roots"] for row in rows))
st.write("value", n)
""",
    "a frame": """import numpy as np
import pandas as pd
import streamlit as st


def load():
    numbers = np.random.default_rng(1).normal(size=(400_000, 4))
    return pd.DataFrame(np.sort(numbers, axis=0), columns=list("abcd"))


n = st.slider("n", 0, 100_000)
frame = load()
frame["sum"] = frame["a"] + frame["b"]
frame["mean"] = frame["sum"].rolling(50).mean()
frame.loc[frame["c"] < 0, "d"] = 0.0
st.dataframe(frame.groupby(frame["a"].round()).mean())
st.line_chart(frame["mean"][::4_000])
st.write("value", n)
""",
    "a figure": """import numpy as np
import streamlit as st
from matplotlib.figure import Figure

n = st.slider("n", 0, 100_000)
x = np.linspace(0, 10, 500)
figure = Figure(figsize=(8, 4))
axes = figure.subplots()
for power in (1, 2, 3):
    axes.plot(x, np.sin(x * power) / power, label=str(power))
axes.set_title("Waves")
axes.legend()
st.pyplot(figure)
st.write("value", n)
""",
    "a dictionary": """import streamlit as st

WORDS = [f"word{i * 7919 % 5_003}" for i in range(200_000)]

n = st.slider("n", 0, 100_000)
counts = {}
for word in WORDS:
    counts[word] = counts.get(word, 0) + 1
counts["all"] = len(WORDS)
best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
best.insert(0, ("word", "count"))
st.table(best[:10])
st.write("value", n)
""",
}

SENSED = """import datetime
import random
from pathlib import Path

import streamlit as st

n = st.slider("n", 0, 100_000)
path = Path(__file__)
for i in range({times}):
    size = len(path.read_text())
    now = datetime.datetime.now()
    number = random.random()
    st.text(f"{{size}} {{now.year}} {{number < 2}}")
st.write("value", n)
"""


def sensed(times: int) -> str:
    """Reads a file, the clock and a random number so many times."""
    return SENSED.format(times=times)
