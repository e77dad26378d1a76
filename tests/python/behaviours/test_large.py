"""What is large: values and files on their way to the server, messages and tables on their way
to the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from both_engines import told
from lattice.browser.arrow import arrow_table
from lattice.browser.page import Element
from lattice.browser.step import parse_step

from driver.remote import RemoteApp

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


def test_large_values_and_files_arrive_whole(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(LARGE)

    def story(app: RemoteApp) -> Any:
        states = [app.start()]
        for size in (700_000, 6_000_000):
            content = "xy" * (size // 2)
            files = "upload files " + json.dumps({"a.txt": content})
            for step in (f"text={content}", "n=1", files, "n=2", "text=short"):
                states.append(app.do(parse_step(step)))
        return [state.plain() for state in states]

    flags = ("--server.maxMessageSize", "50", "--server.maxUploadSize", "50")
    pages = [str(state["page"]["main"]) for state in told(script, story, flags)]
    assert "6000000" in pages[6]
    assert "3000000" in pages[8]


MESSAGES = """\
import pandas as pd
import streamlit as st
n = st.slider("n", 0, 5)
size = st.number_input("size", 0, 300, 0)
@st.cache_data
def load(size):
    return pd.DataFrame({"a": ["y" * 1_000_000] * size})
st.write("above", n)
st.dataframe(load(size), lazy=False)
st.text("x" * (size * 1_000_000))
st.write("end", n)
"""


def test_message_above_the_limit_becomes_an_error_in_its_place(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(MESSAGES)

    def story(app: RemoteApp) -> Any:
        steps = ("size=1", "n=2", "size=3", "n=3", "rerun", "size=1", "size=4", "size=0")
        return [state.plain() for state in [app.start(), *(app.do(parse_step(s)) for s in steps)]]

    pages = [str(s["page"]["main"]) for s in told(script, story, ("--server.maxMessageSize", "2"))]
    assert "MessageSizeError" not in pages[2]
    assert all(page.count("MessageSizeError") >= 2 for page in pages[3:6])


WHOLE = """\
import streamlit as st
n = st.slider("n", 0, 5)
size = st.number_input("size", 0, 300, 0)
st.components.v1.html("x" * (size * 1_000_000))
st.write("end", n)
"""


def test_message_up_to_the_limit_of_200_mb_arrives(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(WHOLE)

    def story(app: RemoteApp) -> Any:
        # Drawn, kept while `n` moves, then too large by a bit.
        states = [app.start()]
        states += [app.do(parse_step(step)) for step in ("size=199", "n=2", "size=201")]
        return [[state.error, *map(_short, state.page["main"])] for state in states]

    shown = told(script, story)
    assert "199000000" in str(shown[2])
    assert "MessageSizeError" in str(shown[3])


def _short(element: dict[str, Any]) -> dict[str, Any]:
    """The element without the text of 200 MB, which pytest would print."""
    return {k: [len(v), hash(v)] if len(str(v)) > 10_000 else v for k, v in element.items()}


ROWS = """\
import numpy as np
import pandas as pd
import streamlit as st
n = st.slider("n", 1, 5)
other = st.slider("other", 0, 5)
@st.cache_data
def load(n):
    return pd.DataFrame({"a": np.arange(160_000) * n, "b": np.arange(160_000) % 7})
frame = load(n)
st.write("above", other)
st.dataframe(frame)
with st.expander("part"):
    st.dataframe(frame.head(2000), lazy=True)
@st.fragment
def part():
    m = st.slider("m", 1, 5)
    st.dataframe(frame[frame.b < m].head(3000), lazy=True)
part()
st.write("end", n)
"""


def test_rows_of_a_table_are_loaded_when_they_are_asked_for(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ROWS)

    def rows(app: RemoteApp) -> list[Any]:
        tables = [
            element.proto.dataframe.lazy_data.source_id
            for _, element in app.frontend.page.nodes()
            if isinstance(element, Element) and element.type == "dataframe"
        ]
        asked = [(1000, 3, ""), (500, 3, "b"), (1999, 5, "a"), (10**9, 5, "")]
        answers = [app.tab.load_rows(table, *ask) for table in tables for ask in asked]
        return [_plain_rows(answer) for answer in answers]

    def story(app: RemoteApp) -> Any:
        states, loaded = [app.start()], [rows(app)]
        for step in ("other=2", "n=3", "other=4", "m=4", "m=2", "other=1", "n=1", "rerun"):
            states.append(app.do(parse_step(step)))
            loaded.append(rows(app))
        # The names of the tables are random.
        return [[_without_names(state.plain()) for state in states], loaded]

    loaded = told(script, story)[1]
    assert len(loaded[0]) == 12
    assert all("error" not in str(answer).lower() for answer in loaded[3])


def _plain_rows(answer: bytes) -> Any:
    table = arrow_table(answer)
    return answer.decode() if table is None else table.to_pydict()


def _without_names(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_names(v) for k, v in value.items() if k != "source_id"}
    return [_without_names(item) for item in value] if isinstance(value, list) else value
