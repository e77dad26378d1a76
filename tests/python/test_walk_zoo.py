"""Equal values have equal digests, every change shows, and looking at a value changes nothing."""

from __future__ import annotations

import array
import collections
import copy
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import functools
import io
import pathlib
import re
import types
import uuid
import zoneinfo
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from walk_support import state, walk

Make = Callable[[], Any]
Act = Callable[[Any], Any]


class Plain:
    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Slotted:
    __slots__ = ("a", "b", "unset")

    def __init__(self) -> None:
        self.a = 1
        self.b = [2]


class Both(Slotted):
    def __init__(self) -> None:
        super().__init__()
        self.c = 3


class ListWithName(list):  # type: ignore[type-arg]
    name = "x"


class DictWithName(dict):  # type: ignore[type-arg]
    pass


class IntWithName(int):
    pass


class TextWithName(str):
    pass


class Point(NamedTuple):
    x: int
    y: Any


@dataclasses.dataclass
class Cart:
    items: list[int] = dataclasses.field(default_factory=list)
    rate: float = 0.5


@dataclasses.dataclass(slots=True)
class Thin:
    items: list[int] = dataclasses.field(default_factory=list)


class Color(enum.Enum):
    RED = 1
    BLUE = 2


def tree() -> Any:
    node = Plain(children=[], name="root", parent=None)
    node.children = [Plain(children=[], name=str(i), parent=node) for i in range(3)]
    return node


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


def at(obj: Any, key: Any, value: Any) -> None:
    obj[key] = value


def put(obj: Any, name: str, value: Any) -> None:
    setattr(obj, name, value)


def setter(key: Any, value: Any) -> Act:
    return lambda obj: at(obj, key, value)


def attr(name: str, value: Any) -> Act:
    return lambda obj: put(obj, name, value)


BUILTINS: dict[str, tuple[Make, list[Act], list[Act]]] = {
    "list": (lambda: [1, [2], "x"], [lambda x: x.append(1), lambda x: x[1].append(1), list.reverse], [repr, len, sorted_ok := (lambda x: list(reversed(x)))]),
    "dict": (lambda: {"a": 1, "b": [2], 3: None}, [setter("a", 2), setter("c", 1), lambda x: x["b"].pop(), lambda x: x.update({"a": x.pop("a")})], [repr, lambda x: x.get("q"), lambda x: list(x.items())]),
    "set": (lambda: {1, 2, "x", (1, 2)}, [lambda x: x.add(9), lambda x: x.discard(1)], [repr, lambda x: 1 in x, lambda x: x | {4}]),
    "frozensets": (lambda: {frozenset({1, frozenset({2})}), frozenset({3})}, [lambda x: x.add(9)], [repr]),
    "set of objects": (lambda: {Plain(a=1), Plain(a=2), 3}, [lambda x: x.pop(), lambda x: [put(p, "a", 7) for p in x if p != 3]], [len]),
    "bytearray": (lambda: bytearray(b"abc"), [setter(0, 1), lambda x: x.extend(b"d")], [bytes, len]),
    "deque": (lambda: collections.deque([1, [2]], maxlen=5), [lambda x: x.append(1), lambda x: x.rotate(), lambda x: x[1].append(1)], [repr, list]),
    "deque without end": (lambda: collections.deque(range(200)), [lambda x: x.pop(), lambda x: x.rotate()], [list]),
    "OrderedDict": (lambda: collections.OrderedDict(a=1, b=[2]), [lambda x: x.move_to_end("a"), setter("a", 3)], [repr, list]),
    "defaultdict": (lambda: collections.defaultdict(list, {1: [2]}), [lambda x: x[7], lambda x: put(x, "default_factory", dict)], [repr, lambda x: x.get(9)]),
    "Counter": (lambda: collections.Counter("abca"), [lambda x: x.update("z")], [lambda x: x.most_common(1), repr]),
    "ChainMap": (lambda: collections.ChainMap({1: 2}, {3: 4}), [setter(1, 5)], [repr, lambda x: x[3]]),
    "UserDict": (lambda: collections.UserDict(a=1), [setter("a", 2)], [repr]),
    "memoryview": (lambda: memoryview(bytearray(b"abcd")), [setter(0, 9)], [bytes]),
    "array": (lambda: array.array("d", [1.0, 2.0]), [setter(0, 3.0), lambda x: x.append(1)], [repr, list]),
    "BytesIO": (lambda: io.BytesIO(b"abc"), [lambda x: x.read(1), lambda x: x.write(b"x")], [lambda x: x.getvalue()]),
    "StringIO": (lambda: io.StringIO("abc"), [lambda x: x.read(1), lambda x: x.write("x")], [lambda x: x.getvalue()]),
    "instance": (lambda: Plain(a=1, b=[2]), [attr("a", 2), attr("c", 1), lambda x: delattr(x, "a"), lambda x: x.b.append(1)], [repr, lambda x: x.a, copy.copy, copy.deepcopy]),
    "slots": (Slotted, [attr("a", 2), attr("unset", 1), lambda x: delattr(x, "b"), lambda x: x.b.append(1)], [repr, lambda x: x.a]),
    "slots and dict": (Both, [attr("a", 2), attr("c", 4), attr("d", 5)], [repr, copy.copy]),
    "list subclass": (lambda: ListWithName([1, [2]]), [lambda x: x.append(1), attr("name", "y")], [repr, len]),
    "dict subclass": (lambda: DictWithName(a=1), [setter("a", 2), attr("name", "y")], [repr]),
    "int subclass": (lambda: [IntWithName(3)], [setter(0, IntWithName(4)), setter(0, 3), lambda x: put(x[0], "n", 1)], [repr]),
    "str subclass": (lambda: [TextWithName("a")], [setter(0, TextWithName("b")), setter(0, "a")], [repr]),
    "namedtuple": (lambda: Point(1, [2]), [lambda x: x.y.append(1)], [repr, lambda x: x.x]),
    "dataclass": (Cart, [lambda x: x.items.append(1), attr("rate", 1.0)], [repr, dataclasses.asdict, lambda x: x == Cart()]),
    "thin dataclass": (Thin, [lambda x: x.items.append(1), attr("items", [1])], [repr]),
    "enum": (lambda: [Color.RED], [setter(0, Color.BLUE), setter(0, 1)], [repr, lambda x: Color(1)]),
    "cycle": (tree, [lambda x: put(x.children[1], "name", "q"), lambda x: x.children.reverse() or x.children.pop(), lambda x: put(x.children[0], "parent", None)], [lambda x: x.children[0].parent]),
    "namespace": (lambda: types.SimpleNamespace(a=1), [attr("a", 2)], [repr]),
    "partial": (lambda: functools.partial(max, 1, key=[1]), [lambda x: x.keywords["key"].append(1)], [repr]),
    "times": (lambda: [dt.date(2020, 1, 2), dt.datetime(2020, 1, 2, 3, fold=1), dt.time(1, 2), dt.timedelta(1, 2, 3), dt.timezone(dt.timedelta(hours=1)), dt.datetime(2020, 1, 1, tzinfo=dt.UTC), zoneinfo.ZoneInfo("Europe/Berlin")], [setter(0, dt.date(2020, 1, 3)), setter(1, dt.datetime(2020, 1, 2, 3)), setter(2, dt.time(1, 2, 1)), setter(3, dt.timedelta(1)), setter(4, dt.UTC), setter(5, dt.datetime(2020, 1, 1)), setter(6, zoneinfo.ZoneInfo("UTC"))], [repr, hash_all := (lambda x: [hash(v) for v in x])]),
    "numbers": (lambda: [1, 2**100, -(2**200), 1.5, 1j, True, decimal.Decimal("1.50"), fractions.Fraction(1, 3)], [setter(0, True), setter(0, 1.0), setter(1, 2**100 + 1), setter(2, 2**200), setter(3, -1.5), setter(4, 2j), setter(5, 1), setter(6, decimal.Decimal("1.5")), setter(7, fractions.Fraction(2, 3))], [repr, hash_all]),
    "texts": (lambda: ["", "a", "é", "日本", "🙂", b"a", None, ..., NotImplemented, range(3), slice(1, 2)], [setter(0, "x"), setter(1, b"a"), setter(2, "e"), setter(3, "日"), setter(9, range(4)), setter(9, range(0, 3, 2)), setter(10, slice(1, 3))], [repr]),
    "library values": (lambda: [uuid.UUID(int=5), pathlib.PurePosixPath("a/b"), re.compile("a+")], [setter(0, uuid.UUID(int=6)), setter(1, pathlib.PurePosixPath("a/c")), setter(2, re.compile("a"))], [repr, hash_all, lambda x: str(x[1]), lambda x: x[1].parent.name, lambda x: x[1].parts]),
    "views": (lambda: [{"a": 1}.keys(), {"a": [1]}.items(), types.MappingProxyType({"a": [2]})], [lambda x: x[2]["a"].append(1)], [repr, lambda x: [list(v) for v in x]]),
}  # fmt: skip

NUMPY: dict[str, tuple[Make, list[Act], list[Act]]] = {
    "vector": (lambda: np.arange(5.0), [setter(0, 9.0), setter(0, -0.0), lambda x: np.negative(x, out=x), lambda x: put(x.flags, "writeable", False)], [repr, np.sum, lambda x: x + 1, lambda x: x.tolist()]),
    "matrix": (lambda: np.arange(12).reshape(3, 4), [setter((1, 2), 99)], [repr, lambda x: x.T, lambda x: x[1:], lambda x: x.mean(axis=0)]),
    "columns first": (lambda: np.asfortranarray(np.arange(12).reshape(3, 4)), [setter((1, 2), 99)], [repr]),
    "gaps": (lambda: np.arange(60).reshape(3, 4, 5)[:, ::2, 1:4], [setter((1, 1, 2), 99), setter((2, 0, 0), 99)], [repr, np.sum]),
    "backwards": (lambda: np.arange(9)[::-2], [setter(1, 99), setter(-1, 99)], [repr]),
    "repeated": (lambda: np.lib.stride_tricks.as_strided(np.arange(3), (4, 3), (0, 8)), [setter((0, 1), 9)], [repr]),
    "no dimension": (lambda: np.array(3.0), [setter((), 4.0)], [repr, float]),
    "empty": (lambda: [np.zeros((0, 3))], [setter(0, np.zeros((0, 4))), setter(0, np.zeros((0, 3), "f4"))], [repr]),
    "objects": (lambda: np.array([1, "a", [2], None], dtype=object), [setter(0, 2), lambda x: x[2].append(1)], [repr, lambda x: x.tolist()]),
    "records": (lambda: np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), [lambda x: at(x["a"], 0, 9)], [repr, lambda x: x["b"]]),
    "dates": (lambda: np.array(["2020-01-01", "NaT"], "M8[D]"), [setter(0, np.datetime64("2021-01-01"))], [repr]),
    "texts": (lambda: np.array(["ab", "c"]), [setter(0, "zz")], [repr]),
    "bools": (lambda: np.array([True, False]), [setter(0, False)], [repr]),
    "complex": (lambda: np.array([1j, 2]), [setter(0, 2j)], [repr]),
    "scalars": (lambda: [np.float64(1), np.float32(1), np.int8(1), np.bool_(True), np.datetime64("2020-01-01"), np.timedelta64(1, "s"), np.complex128(1j), np.str_("a"), np.float16(1)], [setter(0, 1.0), setter(1, np.float32(2)), setter(2, np.int16(1)), setter(3, True), setter(4, np.datetime64("2020-01-01", "s")), setter(5, np.timedelta64(1, "m")), setter(7, "a")], [repr, hash_all]),
    "dtypes": (lambda: [np.dtype("f8"), np.dtype([("a", "i4"), ("b", "f8", (2,))])], [setter(0, np.dtype(">f8")), setter(1, np.dtype([("a", "i4"), ("c", "f8", (2,))]))], [repr]),
    "masked": (lambda: np.ma.array([1, 2, 3], mask=[0, 1, 0]), [setter(0, 9), setter(0, np.ma.masked)], [lambda x: x.sum(), lambda x: x.tolist()]),
    "np.matrix": (lambda: np.array([[1, 2]]).view(np.matrix), [setter((0, 0), 5)], [repr]),
    "recarray": (lambda: np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), [lambda x: at(x.a, 0, 9)], [repr]),
}  # fmt: skip


def set_name(index: Any) -> None:
    index.name = "other"


def cell(row: int, column: str, value: Any) -> Act:
    def change(df: Any) -> None:
        df.loc[df.index[row], column] = value

    return change


PANDAS: dict[str, tuple[Make, list[Act], list[Act]]] = {
    "frame": (
        frame,
        [
            cell(0, "i", 9), cell(1, "f", 1.0), cell(0, "s", "q"), cell(0, "c", "v"),
            cell(0, "d", pd.Timestamp("2022-01-01")), cell(0, "z", pd.Timestamp("2022-01-01", tz="Europe/Berlin")),
            cell(1, "n", 5), cell(1, "b", True), cell(0, "t", pd.Timedelta(9, "s")), cell(0, "p", pd.Period("2021-01", "M")),
            cell(0, "w", "q"), setter("new", 1), lambda df: df.drop(columns="i", inplace=True),
            lambda df: df.rename(columns={"i": "j"}, inplace=True), lambda df: df.sort_index(ascending=False, inplace=True),
            lambda df: set_name(df.index), lambda df: set_name(df.columns), lambda df: df.attrs.update(a=1),
            lambda df: put(df.flags, "allows_duplicate_labels", False), lambda df: df["o"].iloc[2].append(1),
            lambda df: df.insert(0, "first", 1), lambda df: df.pop("c"), lambda df: df.reset_index(inplace=True),
        ],
        [
            repr, len, lambda df: df.describe(), lambda df: df["i"], lambda df: df.i.sum(), lambda df: df.values,
            lambda df: df.to_dict(), lambda df: df.index.get_loc("r1"), lambda df: df.s.str.upper(), lambda df: df.d.dt.year,
            lambda df: df.groupby("c", observed=True)["f"].mean(), lambda df: list(df.iterrows()), lambda df: df.columns.is_unique,
            lambda df: df.copy(), lambda df: df.isna().sum(), lambda df: df.memory_usage(deep=True), lambda df: df.loc["r0"],
            lambda df: df.sort_values("f"), lambda df: df.head(1), lambda df: df.dtypes, lambda df: df.T, lambda df: df._consolidate_inplace(),
            lambda df: df.query("i > 1"), lambda df: df.style, lambda df: df.index.inferred_type, lambda df: df.to_csv(), lambda df: "i" in df,
            lambda df: df.z.dt.tz_convert("UTC"), lambda df: df.c.cat.categories, lambda df: hash(df.dtypes["c"]), lambda df: pa.Table.from_pandas(df[["i", "s"]]),
        ],
    ),
    "series": (lambda: pd.Series([1.0, 2, 3], name="s"), [setter(0, 9.0), attr("name", "t"), lambda s: s.drop(0, inplace=True), lambda s: s.attrs.update(a=1)], [repr, lambda s: s.sum(), lambda s: s.plot, lambda s: s.rolling(2), lambda s: s[1], lambda s: s.to_numpy(), lambda s: s.value_counts()]),
    "index": (lambda: pd.Index([1, 2, 3], name="i"), [set_name], [repr, lambda i: i.get_loc(2), lambda i: i.is_unique, lambda i: i.union([9]), lambda i: 2 in i]),
    "range": (lambda: pd.RangeIndex(5), [set_name], [repr, lambda i: i.values, lambda i: i.get_loc(2)]),
    "levels": (lambda: pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["x", "y"]), [lambda i: put(i, "names", ["x", "z"])], [repr, lambda i: i.get_loc((1, "a")), lambda i: i.values, lambda i: i.get_level_values(0), lambda i: i.is_unique]),
    "days": (lambda: pd.date_range("2020", periods=4, tz="UTC", name="d"), [set_name], [repr, lambda i: i.get_loc("2020-01-02"), lambda i: i.year, lambda i: i.inferred_freq]),
    "categories": (lambda: pd.CategoricalIndex(["a", "b"]), [set_name], [repr, lambda i: i.get_loc("a")]),
    "intervals": (lambda: pd.interval_range(0, 3), [set_name], [repr, lambda i: i.get_loc(1.5), lambda i: i.mid]),
    "stamps": (lambda: [pd.Timestamp("2020", tz="Europe/Berlin"), pd.Timedelta(1, "s"), pd.Period("2020", "M"), pd.Interval(0, 1), pd.NaT, pd.NA, pd.offsets.Day(2), pd.offsets.BDay(), pd.offsets.MonthEnd(), pd.offsets.Week(weekday=2)], [setter(0, pd.Timestamp("2020")), setter(1, pd.Timedelta(2, "s")), setter(2, pd.Period("2020", "Y")), setter(3, pd.Interval(0, 1, "left")), setter(4, pd.NA), setter(6, pd.offsets.Day(3)), setter(7, pd.offsets.BDay(2)), setter(8, pd.offsets.MonthBegin()), setter(9, pd.offsets.Week(weekday=3))], [repr]),
    "dtypes": (lambda: [pd.CategoricalDtype(["a"]), pd.Int64Dtype(), pd.StringDtype(), pd.DatetimeTZDtype(tz="UTC"), pd.PeriodDtype("D"), pd.IntervalDtype("int64", "right"), pd.ArrowDtype(pa.int64())], [setter(0, pd.CategoricalDtype(["b"])), setter(1, pd.Int32Dtype()), setter(3, pd.DatetimeTZDtype(tz="Europe/Berlin")), setter(4, pd.PeriodDtype("M")), setter(6, pd.ArrowDtype(pa.int32()))], [repr, hash_all]),
    "arrays": (lambda: [pd.array([1, None]), pd.array([1.5, None]), pd.array(["a", None]), pd.Categorical(["a", "b"]), pd.array([True, None])], [lambda x: at(x[0], 0, 5), lambda x: at(x[1], 0, 5), lambda x: at(x[2], 0, "z"), lambda x: at(x[3], 0, "b"), lambda x: at(x[4], 0, False)], [repr, lambda x: x[0].sum()]),
    "arrow": (lambda: [pa.array([1, None, 3]), pa.chunked_array([[1], [2]]), pa.table({"a": ["x", None], "b": [[1], []]}), pa.array([{"a": 1}, None]), pa.array(["a", "b", "a"]).dictionary_encode(), pa.array([True, False, None]), pa.schema([("a", pa.int64())])], [setter(0, pa.array([1, 2, 3])), setter(0, pa.array([1, None, 4])), setter(1, pa.chunked_array([[1], [3]])), setter(2, pa.table({"a": ["x", "y"], "b": [[1], []]})), setter(3, pa.array([{"a": 2}, None])), setter(4, pa.array(["a", "b", "b"]).dictionary_encode()), setter(5, pa.array([True, True, None])), setter(6, pa.schema([("a", pa.int32())]))], [repr]),
}  # fmt: skip

ZOO = {
    f"{group}: {name}": entry
    for group, entries in (("builtin", BUILTINS), ("numpy", NUMPY), ("pandas", PANDAS))
    for name, entry in entries.items()
}


def changes() -> list[Any]:
    return [
        pytest.param(make, act, id=f"{name} {number}")
        for name, (make, acts, _) in ZOO.items()
        for number, act in enumerate(acts)
    ]


def looks() -> list[Any]:
    return [
        pytest.param(make, act, id=f"{name} {number}")
        for name, (make, _, acts) in ZOO.items()
        for number, act in enumerate(acts)
    ]


def copies(value: Any) -> Iterator[Any]:
    try:
        yield copy.deepcopy(value)
    except TypeError:
        return


@pytest.mark.parametrize("name", ZOO)
def test_made_again_is_equal(name: str) -> None:
    make = ZOO[name][0]
    first, second = make(), make()
    assert state(first)[0] == state(second)[0]
    assert walk(first).reach == walk(first).reach


# Strided views become compact in a copy, and copying a MultiIndex names its levels: such copies may
# look different.
@pytest.mark.parametrize(
    "name", [n for n in ZOO if not n.endswith(("gaps", "backwards", "repeated", "levels"))]
)
def test_a_copy_is_equal(name: str) -> None:
    value = ZOO[name][0]()
    for other in copies(value):
        assert state(value)[0] == state(other)[0]


@pytest.mark.parametrize(("make", "act"), changes())
def test_every_change_shows(make: Make, act: Act) -> None:
    value = make()
    before = walk(value)
    assert not before.opaque, before.why
    act(value)
    after = walk(value)
    assert (after.digest, after.reach) != (before.digest, before.reach)


@pytest.mark.parametrize(("make", "act"), looks())
def test_looking_changes_nothing(make: Make, act: Act) -> None:
    value = make()
    before = walk(value)
    act(value)
    after = walk(value)
    assert after.digest == before.digest
    assert after.reach == before.reach


def test_walking_changes_nothing() -> None:
    for make, _, _ in ZOO.values():
        value = make()
        assert state(value) == state(value)
