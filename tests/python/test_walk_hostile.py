"""No object can crash the walk: half made, released, changed under its eyes, nested without end.

Run it with `_walktest` built under sanitizers to see more (`./dev sanitize` does).
"""

from __future__ import annotations

import array
import collections
import datetime as dt
import decimal
import functools
import io
import random
import threading
import types
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from PIL import Image

from walk_support import Box, digest, walk


def never(*_: Any, **__: Any) -> Any:
    raise AssertionError("the walk ran code")


def half_made() -> list[Any]:
    """Instances whose `__init__` never ran."""
    kinds: list[type] = [
        collections.OrderedDict,
        collections.deque,
        collections.defaultdict,
        collections.Counter,
        collections.ChainMap,
        collections.UserDict,
        decimal.Decimal,
        io.BytesIO,
        io.StringIO,
        io.TextIOWrapper,
        io.BufferedReader,
        random.Random,
        types.SimpleNamespace,
        threading.Thread,
        ValueError,
        property,
        classmethod,
        staticmethod,
        super,
        pd.DataFrame,
        pd.Series,
        pd.Index,
        pd.MultiIndex,
        pd.Categorical,
        np.random.RandomState,
        np.random.Generator,
        np.ma.MaskedArray,
        Image.Image,
        pa.Buffer,
        pa.Table,
        pa.RecordBatch,
        pa.Array,
        pa.Int64Array,
        pa.ChunkedArray,
        pa.Schema,
        pa.Field,
        pa.DataType,
        np.random.PCG64,
        np.random.Philox,
        np.random.SFC64,
        np.random.MT19937,
    ]
    made = []
    for kind in kinds:
        try:
            made.append(kind.__new__(kind))
        except TypeError:
            continue
    assert len(made) > 20
    return made


@pytest.mark.parametrize("value", half_made(), ids=lambda v: type(v).__name__)
def test_half_made(value: Any) -> None:
    for holder in (value, [value], {"k": value}, Box(value), functools.partial(print, value)):
        seen, again = walk(holder), walk(holder)
        assert (seen.digest, seen.reach) == (again.digest, again.reach)


def test_released_and_dead() -> None:
    view = memoryview(bytearray(b"abc"))
    view.release()
    closed = io.BytesIO(b"x")
    closed.close()
    box = Box(1)
    dead = [weakref.ref(box), weakref.proxy(box), weakref.WeakSet([box])]
    alive = Box(2)
    living = [weakref.proxy(alive), weakref.proxy(alive.__init__.__func__)]
    del box
    for value in (view, closed, dead, living, np.frombuffer(bytearray(8), "u1")[:0]):
        seen = walk(value)
        assert seen.why or not seen.opaque
    assert walk(view).opaque
    assert walk(closed).opaque


@pytest.mark.parametrize(
    "value",
    [
        range(10**30),
        [range(0, -(10**40), -7)],
        10**5000,
        slice(-(10**40), None, 10**40),
        dt.timedelta.max,
        "\ud800\U0010ffff" * 500,
        {float("nan"), -0.0, 1e308},
        decimal.Decimal("1e999999"),
        np.zeros((0, 10**9)),
        np.lib.stride_tricks.as_strided(np.zeros(1), (10**6, 10**6), (0, 0)),
        np.lib.stride_tricks.as_strided(np.arange(10.0), (3, 8), (8, 8)),
        np.lib.stride_tricks.as_strided(np.arange(10.0)[9:], (3, 2), (-16, -8)),
        np.zeros((1,) * 60),
        np.zeros(3, dtype=[("a", "u1"), ("b", "f8", (2, 2)), ("c", [("d", "S3")])]),
        np.zeros(2, dtype="V0"),
        np.array(["x" * 100, ""], dtype=np.dtypes.StringDType()),
    ],
    ids=lambda v: type(v).__name__,
)
def test_extremes(value: Any) -> None:
    seen = walk(value)
    assert (seen.digest, seen.reach) == (walk(value).digest, walk(value).reach)


def nest(wrap: Callable[[Any], Any], depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "wrap",
    [
        lambda v: [v],
        lambda v: (v, v),
        lambda v: {"k": v},
        lambda v: {1: v, "b": [v]},
        Box,
        lambda v: functools.partial(print, v),
        lambda v: lambda: v,
        lambda v: types.MappingProxyType({"k": v}),
        lambda v: collections.OrderedDict(k=v),
        lambda v: collections.deque([v]),
        lambda v: np.array([v, None], dtype=object),
        staticmethod,
    ],
)
def test_deep(wrap: Callable[[Any], Any]) -> None:
    deep = nest(wrap, 3000)
    assert walk(deep).objects > 2000
    assert walk(deep).digest == walk(deep).digest


def test_hostile_keys_and_metaclasses() -> None:
    class Meta(type):
        __hash__ = type.__hash__

        def __getattribute__(cls, name: str) -> Any:
            if name in ("__hash__", "__init__", "__new__"):
                return super().__getattribute__(name)
            return never()

        __instancecheck__ = __subclasscheck__ = never

    class Key(metaclass=Meta):
        armed = False

        def __hash__(self) -> int:
            return never() if type.__getattribute__(Key, "armed") else 1

        def __eq__(self, other: object) -> bool:
            return never() if type.__getattribute__(Key, "armed") else self is other

    keys = [object.__new__(Key) for _ in range(20)]
    values: list[Any] = [
        dict.fromkeys(keys, 1),
        set(keys),
        frozenset(keys),
        collections.OrderedDict.fromkeys(keys),
        collections.Counter(keys),
    ]
    type.__setattr__(Key, "armed", True)
    before = [walk(value).digest for value in values]
    assert before == [walk(value).digest for value in values]
    type.__setattr__(Key, "armed", False)


def test_changed_by_other_threads() -> None:
    shared: dict[str, Any] = {
        "list": [],
        "dict": {},
        "ordered": collections.OrderedDict(),
        "set": set(),
        "deque": collections.deque(maxlen=50),
        "bytes": bytearray(1000),
        "array": array.array("d", [0.0] * 300_000),
        "numpy": np.zeros(300_000),
        "box": Box(),
        "table": pa.table({"a": range(200_000)}),
    }
    stop = threading.Event()

    def change() -> None:
        rng = random.Random(1)
        while not stop.is_set():
            shared["list"].append([rng.random()])
            del shared["list"][:-20]
            shared["dict"][rng.randrange(90)] = Box(rng.random())
            shared["ordered"][rng.randrange(90)] = [1]
            shared["ordered"].move_to_end(next(iter(shared["ordered"])))
            shared["set"] = {Box(i) for i in range(9)}
            shared["deque"].append((rng.random(),))
            shared["bytes"] = bytearray(rng.randrange(400_000))
            shared["numpy"] = np.full(300_000, rng.random())
            shared["box"].__dict__[f"a{rng.randrange(50)}"] = [rng.random()]
            shared["table"] = pa.table({"a": range(200_000)})
            if rng.random() < 0.1:
                shared["ordered"].clear()
                shared["dict"].clear()
                shared["box"].__dict__.clear()

    threads = [threading.Thread(target=change) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        walk(shared)
    stop.set()
    for thread in threads:
        thread.join()
    assert digest(shared["list"]) == digest(shared["list"])
