"""Every object of this interpreter can be walked, whatever libraries put there."""

from __future__ import annotations

import gc
from typing import Any

import altair as alt
import matplotlib.pyplot as plt
import pandas as pd
import plotly.express as px
import streamlit as st

from walk_support import walktest


def objects() -> list[Any]:
    """What the collector knows, and one referent of each type."""
    found: list[Any] = [px, plt, alt, st, px.line(pd.DataFrame({"x": [1]}), x="x")]
    types: set[type] = set()
    for value in gc.get_objects():
        found.append(value)
        for part in gc.get_referents(value):
            if type(part) not in types:
                types.add(type(part))
                found.append(part)
    return found


def test_everything() -> None:
    policy = walktest.Policy(budget=300)
    seen = 0
    for value in objects()[::3]:
        walked = policy.walk(value)
        assert walked.why or not walked.opaque
        seen += 1
    assert seen > 10_000
