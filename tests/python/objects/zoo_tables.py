"""The zoo: what pandas makes of frames before it computes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from walk_acts import Act, Entry, Make, at, attr, put


def frame() -> pd.DataFrame:
    days = pd.date_range("2020", periods=4)
    return pd.DataFrame({"a": [1, 2, 1, 2], "b": [1.0, 2.0, 3.0, 4.0]}, index=days)


def changes_obj(obj: Any) -> None:
    obj.obj.loc[obj.obj.index[0], "b"] = 9.0


def styled() -> Any:
    """A table with a style that does not depend on chance."""
    style = frame().style
    style.set_uuid("fixed")
    return style.highlight_max(axis=0).format(precision=2)


def drawn(style: Any) -> None:
    """What Streamlit does with it."""
    style._compute()
    style._translate(False, False)


COMPUTES: list[Act] = [
    repr,
    lambda g: g.mean(),
    lambda g: g.agg(["min", "max"]),
    lambda g: g.apply(len) if hasattr(g, "groups") else g.apply(sum),
    lambda g: g["b"].sum(),
    lambda g: g.b.count(),
    lambda g: g.std(),
    list,
]
GROUPS: list[Act] = [
    lambda g: g.groups,
    lambda g: g.indices,
    lambda g: g.ngroups,
    lambda g: g.size(),
    lambda g: g.get_group(next(iter(g.groups))),
    lambda g: g.transform("sum"),
]


def warmed(make: Make, changes: list[Act], looks: list[Act]) -> Entry:
    """What is computed once is kept, with the frame as it was then."""

    def made() -> Any:
        value = make()
        for look in looks:
            look(value)
        return value

    return made, changes, looks


TABLES: dict[str, Entry] = {
    "group": warmed(
        lambda: frame().groupby("a"),
        [changes_obj, attr("as_index", False), lambda g: put(g.obj, "columns", ["x", "y"])],
        [*COMPUTES, *GROUPS, lambda g: g.head(1), lambda g: g.cumsum(), lambda g: g.describe()],
    ),
    "group of a column": warmed(
        lambda: frame().groupby(["a", "b"], sort=False)["b"],
        [lambda g: at(g.obj, g.obj.index[0], 7.0)],
        [repr, lambda g: g.mean(), lambda g: g.nunique(), lambda g: g.groups, list],
    ),
    "group by a function": warmed(
        lambda: frame().groupby(lambda day: day.day % 2),
        [changes_obj],
        [lambda g: g.sum(), lambda g: g.groups],
    ),
    "rolling": warmed(lambda: frame().rolling(2), [changes_obj, attr("window", 3)], COMPUTES),
    "rolling by time": warmed(lambda: frame().rolling("2D"), [changes_obj], COMPUTES),
    "rolling of groups": warmed(
        lambda: frame().groupby("a").rolling(2),
        [changes_obj],
        [repr, lambda r: r.mean(), lambda r: r["b"].sum()],
    ),
    "expanding": warmed(lambda: frame().expanding(1), [changes_obj], COMPUTES),
    "exponential": warmed(
        lambda: frame().ewm(span=2),
        [changes_obj],
        [repr, lambda e: e.mean(), lambda e: e["b"].var()],
    ),
    "resampled": warmed(
        lambda: frame().resample("2D"),
        [changes_obj],
        [*COMPUTES, *GROUPS, lambda r: r.ffill(), lambda r: r.asfreq(), lambda r: r.interpolate()],
    ),
    "styled": (
        styled,
        [
            lambda s: at(s.data, "b", 0.0),
            lambda s: s.set_caption("caption"),
            lambda s: s.background_gradient(),
            lambda s: s.map(str),
            lambda s: s.format("{:.1f}"),
            lambda s: s.hide(axis="index"),
            lambda s: s.set_uuid("other"),
            lambda s: s.set_table_attributes("x"),
            lambda s: s.set_td_classes(frame().astype(str)),
            lambda s: s.set_sticky(),
        ],
        [repr, lambda s: s.to_html(), lambda s: s.export()],
    ),
    "styled, drawn": (
        lambda: (s := styled(), drawn(s))[0],
        [lambda s: at(s.data, "b", 0.0), lambda s: s.set_properties(color="red")],
        [drawn],
    ),
}
