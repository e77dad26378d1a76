"""The zoo: values of numpy, pandas and pyarrow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from walk_acts import Act, Entry, at, attr, hash_all, put, setter


def frame() -> Any:
    return pd.DataFrame(
        {
            "i": [1, 2, 3],
            "f": [1.0, np.nan, -0.0],
            "s": ["x", None, "z"],
            "o": np.array([1, "a", [2]], dtype=object),
            "c": pd.Categorical(["u", "v", "u"]),
            "d": pd.to_datetime(["2020-01-01", "2021-01-01", None]),
            "z": pd.date_range("2020", periods=3, tz="Europe/Berlin"),
            "n": pd.array([1, None, 3], dtype="Int64"),
            "b": pd.array([True, None, False], dtype="boolean"),
            "t": pd.to_timedelta([1, 2, 3], unit="s"),
            "p": pd.period_range("2020", periods=3, freq="M"),
            "v": pd.interval_range(0, 3),
            "w": pd.array(["a", "b", None], dtype="string[python]"),
            "a": pd.array([[1], [2, 3], None], dtype=pd.ArrowDtype(pa.list_(pa.int64()))),
        },
        index=pd.Index(["r0", "r1", "r2"], name="rows"),
    )


NUMPY: dict[str, Entry] = {
    "vector": (
        lambda: np.arange(5.0),
        [
            setter(0, 9.0),
            setter(0, -0.0),
            lambda x: np.negative(x, out=x),
            lambda x: put(x.flags, "writeable", False),
        ],
        [repr, np.sum, lambda x: x + 1, lambda x: x.tolist()],
    ),
    "matrix": (
        lambda: np.arange(12).reshape(3, 4),
        [setter((1, 2), 99)],
        [repr, lambda x: x.T, lambda x: x[1:], lambda x: x.mean(axis=0)],
    ),
    "columns first": (
        lambda: np.asfortranarray(np.arange(12).reshape(3, 4)),
        [setter((1, 2), 99)],
        [repr],
    ),
    "gaps": (
        lambda: np.arange(60).reshape(3, 4, 5)[:, ::2, 1:4],
        [setter((1, 1, 2), 99), setter((2, 0, 0), 99)],
        [repr, np.sum],
    ),
    "backwards": (lambda: np.arange(9)[::-2], [setter(1, 99), setter(-1, 99)], [repr]),
    "repeated": (
        lambda: np.lib.stride_tricks.as_strided(np.arange(3), (4, 3), (0, 8)),
        [setter((0, 1), 9)],
        [repr],
    ),
    "no dimension": (lambda: np.array(3.0), [setter((), 4.0)], [repr, float]),
    "empty": (
        lambda: [np.zeros((0, 3))],
        [setter(0, np.zeros((0, 4))), setter(0, np.zeros((0, 3), "f4"))],
        [repr],
    ),
    "objects": (
        lambda: np.array([1, "a", [2], None], dtype=object),
        [setter(0, 2), lambda x: x[2].append(1)],
        [repr, lambda x: x.tolist()],
    ),
    "records": (
        lambda: np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        [lambda x: at(x["a"], 0, 9)],
        [repr, lambda x: x["b"]],
    ),
    "dates": (
        lambda: np.array(["2020-01-01", "NaT"], "M8[D]"),
        [setter(0, np.datetime64("2021-01-01"))],
        [repr],
    ),
    "texts": (lambda: np.array(["ab", "c"]), [setter(0, "zz")], [repr]),
    "bools": (lambda: np.array([True, False]), [setter(0, False)], [repr]),
    "complex": (lambda: np.array([1j, 2]), [setter(0, 2j)], [repr]),
    "scalars": (
        lambda: [
            np.float64(1),
            np.float32(1),
            np.int8(1),
            np.bool_(True),
            np.datetime64("2020-01-01"),
            np.timedelta64(1, "s"),
            np.complex128(1j),
            np.str_("a"),
            np.float16(1),
        ],
        [
            setter(0, 1.0),
            setter(1, np.float32(2)),
            setter(2, np.int16(1)),
            setter(3, True),
            setter(4, np.datetime64("2020-01-01", "s")),
            setter(5, np.timedelta64(1, "m")),
            setter(7, "a"),
        ],
        [repr, hash_all],
    ),
    "dtypes": (
        lambda: [np.dtype("f8"), np.dtype([("a", "i4"), ("b", "f8", (2,))])],
        [setter(0, np.dtype(">f8")), setter(1, np.dtype([("a", "i4"), ("c", "f8", (2,))]))],
        [repr],
    ),
    "masked": (
        lambda: np.ma.array([1, 2, 3], mask=[0, 1, 0]),
        [setter(0, 9), setter(0, np.ma.masked)],
        [lambda x: x.sum(), lambda x: x.tolist()],
    ),
    "np.matrix": (lambda: np.array([[1, 2]]).view(np.matrix), [setter((0, 0), 5)], [repr]),
    "recarray": (
        lambda: np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        [lambda x: at(x.a, 0, 9)],
        [repr],
    ),
}


def set_name(index: Any) -> None:
    index.name = "other"


def cell(row: int, column: str, value: Any) -> Act:
    def change(df: Any) -> None:
        df.loc[df.index[row], column] = value

    return change


PANDAS: dict[str, Entry] = {
    "frame": (
        frame,
        [
            cell(0, "i", 9),
            cell(1, "f", 1.0),
            cell(0, "s", "q"),
            cell(0, "c", "v"),
            cell(0, "d", pd.Timestamp("2022-01-01")),
            cell(0, "z", pd.Timestamp("2022-01-01", tz="Europe/Berlin")),
            cell(1, "n", 5),
            cell(1, "b", True),
            cell(0, "t", pd.Timedelta(9, "s")),
            cell(0, "p", pd.Period("2021-01", "M")),
            cell(0, "w", "q"),
            setter("new", 1),
            lambda df: df.drop(columns="i", inplace=True),
            lambda df: df.rename(columns={"i": "j"}, inplace=True),
            lambda df: df.sort_index(ascending=False, inplace=True),
            lambda df: set_name(df.index),
            lambda df: set_name(df.columns),
            lambda df: df.attrs.update(a=1),
            lambda df: put(df.flags, "allows_duplicate_labels", False),
            lambda df: df["o"].iloc[2].append(1),
            lambda df: df.insert(0, "first", 1),
            lambda df: df.pop("c"),
            lambda df: df.reset_index(inplace=True),
        ],
        [
            repr,
            len,
            lambda df: df.describe(),
            lambda df: df["i"],
            lambda df: df.i.sum(),
            lambda df: df.values,
            lambda df: df.to_dict(),
            lambda df: df.index.get_loc("r1"),
            lambda df: df.s.str.upper(),
            lambda df: df.d.dt.year,
            lambda df: df.groupby("c", observed=True)["f"].mean(),
            lambda df: list(df.iterrows()),
            lambda df: df.columns.is_unique,
            lambda df: df.copy(),
            lambda df: df.isna().sum(),
            lambda df: df.memory_usage(deep=True),
            lambda df: df.loc["r0"],
            lambda df: df.sort_values("f"),
            lambda df: df.head(1),
            lambda df: df.dtypes,
            lambda df: df.T,
            lambda df: df._consolidate_inplace(),
            lambda df: df.query("i > 1"),
            lambda df: df.style,
            lambda df: df.index.inferred_type,
            lambda df: df.to_csv(),
            lambda df: "i" in df,
            lambda df: df.z.dt.tz_convert("UTC"),
            lambda df: df.c.cat.categories,
            lambda df: hash(df.dtypes["c"]),
            lambda df: pa.Table.from_pandas(df[["i", "s"]]),
        ],
    ),
    "series": (
        lambda: pd.Series([1.0, 2, 3], name="s"),
        [
            setter(0, 9.0),
            attr("name", "t"),
            lambda s: s.drop(0, inplace=True),
            lambda s: s.attrs.update(a=1),
        ],
        [
            repr,
            lambda s: s.sum(),
            lambda s: s.plot,
            lambda s: s.rolling(2),
            lambda s: s[1],
            lambda s: s.to_numpy(),
            lambda s: s.value_counts(),
        ],
    ),
    "index": (
        lambda: pd.Index([1, 2, 3], name="i"),
        [set_name],
        [
            repr,
            lambda i: i.get_loc(2),
            lambda i: i.is_unique,
            lambda i: i.union([9]),
            lambda i: 2 in i,
        ],
    ),
    "range": (
        lambda: pd.RangeIndex(5),
        [set_name],
        [repr, lambda i: i.values, lambda i: i.get_loc(2)],
    ),
    "levels": (
        lambda: pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["x", "y"]),
        [lambda i: put(i, "names", ["x", "z"])],
        [
            repr,
            lambda i: i.get_loc((1, "a")),
            lambda i: i.values,
            lambda i: i.get_level_values(0),
            lambda i: i.is_unique,
        ],
    ),
    "days": (
        lambda: pd.date_range("2020", periods=4, tz="UTC", name="d"),
        [set_name],
        [repr, lambda i: i.get_loc("2020-01-02"), lambda i: i.year, lambda i: i.inferred_freq],
    ),
    "categories": (
        lambda: pd.CategoricalIndex(["a", "b"]),
        [set_name],
        [repr, lambda i: i.get_loc("a")],
    ),
    "intervals": (
        lambda: pd.interval_range(0, 3),
        [set_name],
        [repr, lambda i: i.get_loc(1.5), lambda i: i.mid],
    ),
    "stamps": (
        lambda: [
            pd.Timestamp("2020", tz="Europe/Berlin"),
            pd.Timedelta(1, "s"),
            pd.Period("2020", "M"),
            pd.Interval(0, 1),
            pd.NaT,
            pd.NA,
            pd.offsets.Day(2),
            pd.offsets.BDay(),
            pd.offsets.MonthEnd(),
            pd.offsets.Week(weekday=2),
        ],
        [
            setter(0, pd.Timestamp("2020")),
            setter(1, pd.Timedelta(2, "s")),
            setter(2, pd.Period("2020", "Y")),
            setter(3, pd.Interval(0, 1, "left")),
            setter(4, pd.NA),
            setter(6, pd.offsets.Day(3)),
            setter(7, pd.offsets.BDay(2)),
            setter(8, pd.offsets.MonthBegin()),
            setter(9, pd.offsets.Week(weekday=3)),
        ],
        [repr],
    ),
    "dtypes": (
        lambda: [
            pd.CategoricalDtype(["a"]),
            pd.Int64Dtype(),
            pd.StringDtype(),
            pd.DatetimeTZDtype(tz="UTC"),
            pd.PeriodDtype("D"),
            pd.IntervalDtype("int64", "right"),
            pd.ArrowDtype(pa.int64()),
        ],
        [
            setter(0, pd.CategoricalDtype(["b"])),
            setter(1, pd.Int32Dtype()),
            setter(3, pd.DatetimeTZDtype(tz="Europe/Berlin")),
            setter(4, pd.PeriodDtype("M")),
            setter(6, pd.ArrowDtype(pa.int32())),
        ],
        [repr, hash_all],
    ),
    "arrays": (
        lambda: [
            pd.array([1, None]),
            pd.array([1.5, None]),
            pd.array(["a", None]),
            pd.Categorical(["a", "b"]),
            pd.array([True, None]),
        ],
        [
            lambda x: at(x[0], 0, 5),
            lambda x: at(x[1], 0, 5),
            lambda x: at(x[2], 0, "z"),
            lambda x: at(x[3], 0, "b"),
            lambda x: at(x[4], 0, False),
        ],
        [repr, lambda x: x[0].sum()],
    ),
    "arrow": (
        lambda: [
            pa.array([1, None, 3]),
            pa.chunked_array([[1], [2]]),
            pa.table({"a": ["x", None], "b": [[1], []]}),
            pa.array([{"a": 1}, None]),
            pa.array(["a", "b", "a"]).dictionary_encode(),
            pa.array([True, False, None]),
            pa.schema([("a", pa.int64())]),
        ],
        [
            setter(0, pa.array([1, 2, 3])),
            setter(0, pa.array([1, None, 4])),
            setter(1, pa.chunked_array([[1], [3]])),
            setter(2, pa.table({"a": ["x", "y"], "b": [[1], []]})),
            setter(3, pa.array([{"a": 2}, None])),
            setter(4, pa.array(["a", "b", "b"]).dictionary_encode()),
            setter(5, pa.array([True, True, None])),
            setter(6, pa.schema([("a", pa.int32())])),
        ],
        [repr],
    ),
}
