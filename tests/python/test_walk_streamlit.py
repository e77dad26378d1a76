"""Streamlit's objects and the figures that scripts draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import plotly.express as px
import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec
from streamlit.util import AttributeDictionary

from walk_support import digest, state, walk, walktest

data = pd.DataFrame({"x": [1, 2, 3], "y": [1, 3, 2]})

FIGURES: dict[str, tuple[Callable[[], Any], Callable[[Any], Any], Callable[[Any], Any]]] = {
    "plotly": (
        lambda: px.line(data, x="x", y="y"),
        lambda figure: figure.to_json(),
        lambda figure: figure.update_layout(title="t"),
    ),
    "altair": (
        lambda: alt.Chart(data).mark_line().encode(x="x", y="y"),
        lambda chart: chart.to_dict(),
        lambda chart: setattr(chart, "height", 5),
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures(name: str) -> None:
    make, look, change = FIGURES[name]
    figure = make()
    before = state(figure)
    assert digest(make()) == before[0]
    look(figure)
    assert state(figure) == before
    change(figure)
    assert state(figure) != before


def test_places_on_the_page() -> None:
    place, other = DeltaGenerator(), DeltaGenerator()
    policy = walktest.Policy(symbols=((place, 7), (other, 8)))
    seen = policy.walk([place, place])
    assert seen.draws
    assert not seen.opaque
    assert policy.walk([place, other]).digest != seen.digest
    moved = walktest.Policy(symbols=((other, 7),))
    assert moved.walk([other, other]).digest == seen.digest
    unknown = walktest.Policy().walk({"k": place})
    assert unknown.opaque
    assert unknown.draws
    assert policy.walk({"k": {(1, place)}}).draws


@pytest.mark.parametrize("decorate", [st.cache_data, st.cache_resource])
def test_cached_functions(decorate: Any) -> None:
    space: dict[str, Any] = {"__name__": "__main__", "factor": 2, "decorate": decorate}
    exec("def read(x):\n    return [x * factor]\ncached = decorate(read)", space)
    policy = walktest.Policy(script=space)
    before = policy.walk(space["cached"])
    assert not before.opaque, before.why
    assert before.functions == [id(space["read"])]
    space["cached"](1)
    assert policy.walk(space["cached"]).digest == before.digest
    space["factor"] = 3
    assert policy.walk(space["cached"]).digest != before.digest


def test_uploads() -> None:
    def upload(number: str) -> UploadedFile:
        record = UploadedFileRec(file_id=number, name="a.csv", type="text/csv", data=b"a,b\n1,2")
        return UploadedFile(record, FileURLs())

    first = upload("1")
    before = state(first)
    assert digest(upload("1")) == before[0]
    assert digest(upload("2")) != before[0]
    # A second reader would find the end of the file.
    pd.read_csv(first)
    assert state(first) != before
    first.seek(0)
    assert state(first) == before
    first.close()
    assert walk(first).opaque


def test_what_streamlit_hands_out() -> None:
    event = AttributeDictionary({"selection": {"rows": [1]}})
    before = state(event)
    assert digest(AttributeDictionary({"selection": {"rows": [1]}})) == before[0]
    event["selection"]["rows"].append(2)
    assert state(event) != before
    assert not walk(st.session_state, st.secrets, st.query_params, st.cache_data).opaque
