"""The zoo: random streams, pictures of Pillow, frames of polars, charts of plotly and altair."""

from __future__ import annotations

import random
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
from PIL import Image

from walk_acts import Entry, attr, setter

try:
    import polars as pl
except ImportError:
    pl = None


def frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2, 3], "b": [1.0, 2.0, 3.0], "c": list("xyz")})


def bars() -> Any:
    return px.bar(frame(), x="c", y="a", color="c")


LIBRARIES: dict[str, Entry] = {
    "random.Random": (
        lambda: random.Random(1),
        [
            lambda r: r.random(),
            lambda r: r.seed(2),
            lambda r: r.gauss(0, 1),
            lambda r: r.shuffle([1, 2]),
        ],
        [repr],
    ),
    "default_rng": (
        lambda: np.random.default_rng(1),
        [lambda r: r.random(), lambda r: r.normal(size=3), lambda r: r.spawn(1)],
        [repr, lambda r: r.bit_generator],
    ),
    "MT19937": (
        lambda: np.random.Generator(np.random.MT19937(1)),
        [lambda r: r.random(), lambda r: r.bit_generator.random_raw()],
        [repr],
    ),
    "RandomState": (
        lambda: np.random.RandomState(1),
        [lambda r: r.rand(), lambda r: r.randn(), lambda r: r.seed(5)],
        [repr, lambda r: r.get_state()],
    ),
    "picture": (
        lambda: Image.new("RGB", (20, 10), (1, 2, 3)),
        [
            lambda p: p.putpixel((3, 4), (9, 9, 9)),
            lambda p: p.paste((7, 7, 7), (0, 0, 2, 2)),
            lambda p: p.info.update(dpi=(1, 1)),
            lambda p: p.thumbnail((5, 5)),
            lambda p: p.putalpha(3),
        ],
        [
            repr,
            lambda p: p.tobytes(),
            lambda p: p.resize((5, 5)),
            lambda p: p.getpixel((0, 0)),
            np.asarray,
        ],
    ),
    "grey picture": (
        lambda: Image.new("L", (20, 10), 7),
        [lambda p: p.putpixel((3, 4), 9)],
        [repr, lambda p: p.histogram()],
    ),
    "plotly": (
        bars,
        [
            lambda f: f.update_layout(title="t"),
            lambda f: f.add_trace(go.Scatter(x=[1], y=[2])),
            lambda f: f.update_traces(opacity=0.5),
            lambda f: f.update_xaxes(range=[0, 9]),
        ],
        [repr, lambda f: f.to_json(), lambda f: f.to_dict(), lambda f: f.layout.title.text],
    ),
    "altair": (
        lambda: alt.Chart(frame()).mark_bar().encode(x="c", y="a"),
        [attr("title", "t"), lambda c: c.data.at.__setitem__((0, "a"), 9)],
        [lambda c: c.to_dict(), lambda c: c.properties(width=5)],
    ),
}

if pl is not None:
    LIBRARIES |= {
        "polars": (
            lambda: pl.DataFrame(
                {"a": [1, 2], "b": ["x", None], "c": [[1], [2, 3]], "d": ["long " * 9] * 2}
            ),
            [
                setter((0, "a"), 9),
                lambda d: d.insert_column(0, pl.Series("n", [1, 2])),
                lambda d: d.drop_in_place("a"),
                lambda d: d.extend(d.clone()),
                attr("columns", list("wxyz")),
            ],
            [
                repr,
                len,
                lambda d: d.filter(pl.col("a") > 1),
                lambda d: d.to_dicts(),
                lambda d: d["a"].sum(),
            ],
        ),
        "polars column": (
            lambda: pl.Series("s", [1.0, None, 3.0]),
            [setter(0, 9.0), lambda s: s.append(pl.Series([1.0]))],
            [repr, lambda s: s.mean(), lambda s: s.to_list()],
        ),
    }
