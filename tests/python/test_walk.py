"""What counts as the same: sharing, functions, classes, modules, atoms; and that nothing runs."""

from __future__ import annotations

import copy
import itertools
import sys
import threading
import types
import weakref
from typing import Any

import numpy as np
import pandas as pd
import pytest

from walk_support import Box, digest, state, walk, walktest


def test_sharing_is_part_of_a_value() -> None:
    a = [1]
    assert digest([a, a]) == digest([b := [1], b])
    assert digest([a, a]) != digest([a, copy.copy(a)])
    assert digest(a, a) != digest(a, [1])
    assert digest({"x": a, "y": [a]}) != digest({"x": a, "y": [[1]]})
    assert digest([(1, 2), (1, 2)]) == digest([t := (1, 2), t])
    assert digest([t := (a,), t]) != digest([(a,), (a,)])


def test_sharing_through_sets() -> None:
    one, two = Box(1), Box(1)
    assert digest([{one, 5}, one]) == digest([{two, 5}, two])
    assert digest([{one, 5}, one]) != digest([{one, 5}, two])
    assert digest({1, 2, 3}) == digest({3, 2, 1})
    assert digest({"a", (1, 2)}) != digest({"a", (1, 3)})
    assert digest({1}) != digest(frozenset({1}))


def test_sharing_of_memory() -> None:
    base = np.arange(6)
    assert digest([base, base[1:]]) != digest([base, base[1:].copy()])
    assert digest([base[:3], base[1:4]]) != digest([base[:3], base[2:5] - 1])
    assert not walktest.disjoint(walk(base[1:]), walk(base[:2]))
    assert walktest.disjoint(walk(base[1:].copy()), walk(base[:2]))
    owner = bytearray(16)
    assert not walktest.disjoint(walk(np.frombuffer(owner, "u1")), walk(owner))


def test_frames_share_what_they_share() -> None:
    df = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    assert not walktest.disjoint(walk(df), walk(df["a"].to_numpy()))
    assert walktest.disjoint(walk(df), walk(df[df.a > 1]))
    assert walktest.disjoint(walk(df), walk(df.copy()))
    values = df["a"].to_numpy()
    before = state(values)
    df.iloc[0, 0] = 9
    assert state(values) != before


def test_blocks_do_not_matter() -> None:
    whole = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    parts = pd.DataFrame({"a": [1, 2]})
    parts["b"] = [3, 4]
    # The same labels in as many pieces of Arrow memory.
    parts.columns = pd.Index(["a", "b"])
    assert digest(whole) == digest(parts)
    assert digest(whole) != digest(whole[["b", "a"]])


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1, 1, True),
        (1, True, False),
        (1, 1.0, False),
        (0.0, -0.0, False),
        ("a", "a", True),
        (float("nan"), float("nan"), True),
        ("é", "e", False),
        (b"a", "a", False),
        (None, None, True),
        (2**80, 2**80, True),
        (2**80, 2**80 + 1, False),
        (range(3), range(3), True),
        (1j, 1j, True),
        (complex(0.0, -0.0), 0j, False),
        (..., ..., True),
        ((), (), False),
        ([], [], False),
    ],
)
def test_atoms(a: Any, b: Any, equal: bool) -> None:
    other = copy.deepcopy(b)
    assert walktest.atoms_equal(a, other) is equal
    if walktest.is_atom(a) and walktest.is_atom(b):
        assert (digest(a) == digest(other)) is equal


def test_atoms_are_exact() -> None:
    class Text(str):
        __slots__ = ()

    assert not walktest.is_atom(Text("a"))
    assert not walktest.atoms_equal(Text("a"), "a")
    assert not walktest.is_atom(np.float64(1))


calls: list[str] = []


def counted(name: str) -> Any:
    def method(*_: Any, **__: Any) -> Any:
        calls.append(name)
        raise RuntimeError(name)

    return method


DUNDERS = [
    "__repr__",
    "__str__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__len__",
    "__bool__",
    "__iter__",
    "__next__",
    "__getitem__",
    "__setitem__",
    "__contains__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
    "__delattr__",
    "__call__",
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__copy__",
    "__deepcopy__",
    "__index__",
    "__int__",
    "__float__",
    "__array__",
    "__array_interface__",
    "__buffer__",
    "__sizeof__",
    "__dir__",
    "__enter__",
    "__exit__",
    "__get__",
    "__set__",
    "__instancecheck__",
    "__subclasscheck__",
    "__format__",
    "__bytes__",
    "__missing__",
    "__del__",
    "__fspath__",
    "__arrow_c_stream__",
]


@pytest.mark.parametrize("base", [object, list, dict, set, tuple, str, int, float, np.ndarray])
def test_nothing_runs(base: type) -> None:
    space: dict[str, Any] = {name: counted(name) for name in DUNDERS}
    space["__hash__"] = lambda self: 5
    space["__class__"] = property(counted("__class__"))
    space["__dict__"] = property(counted("__dict__"))
    space["attribute"] = property(counted("attribute"))
    hooks = () if base is np.ndarray else ("__getattribute__", "__repr__")
    meta = type("Meta", (type,), {name: counted("meta " + name) for name in hooks})
    hostile = meta("Hostile", (base,), space)
    value = base.__new__(hostile, (2,)) if base is np.ndarray else base.__new__(hostile)
    holder = [value, {"k": value}, (value,), Box(value), {value}, hostile]
    calls.clear()
    seen, again = walk(holder), walk(holder)
    assert not calls
    assert (seen.digest, seen.reach) == (again.digest, again.reach)
    type.__delattr__(hostile, "__del__")


def test_hostile_objects() -> None:
    class Unset:
        __slots__ = ("__weakref__", "a")

    class Module(types.ModuleType):
        __dict__ = property(counted("module"))  # type: ignore[assignment]

    class First:
        pass

    class Second:
        pass

    swapped = First()
    swapped.__class__ = Second  # type: ignore[assignment]
    bare = Box()
    del bare.value
    nameless = Box()
    del nameless.__dict__
    odd = Box()
    odd.__dict__[5] = 1  # type: ignore[index]
    odd.__dict__["\ud800"] = 1
    calls.clear()
    for value in (
        Unset(),
        Module("m"),
        swapped,
        bare,
        nameless,
        odd,
        "\ud800",
        type.__new__(type, "\u00e9", (), {}),
    ):
        assert walk(value).digest == walk(value).digest
    assert calls == []


def test_opaque() -> None:
    def numbers() -> Any:
        yield 1

    with open(__file__) as file:
        for value in (
            numbers(),
            iter([]),
            file,
            threading.Lock(),
            ValueError(1),
            FileNotFoundError(2, "gone"),
            itertools.count(),
            zip(),
            sys._getframe(),
            threading.Thread(),
            [numbers()],
            Box(Box(ValueError())),
        ):
            seen = walk(value)
            assert seen.opaque, value
            assert seen.why
            assert seen.reach


def test_cycles_and_depth() -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    assert digest(loop) == digest(copy.deepcopy(loop))
    deep: Any = []
    for _ in range(1_000_000):
        deep = [deep]
    chain: Any = None
    for number in range(300_000):
        chain = Box((chain, number, {"k": types.MethodType(len, chain or [])}))
    assert walk(deep).objects == 1_000_001
    assert digest(deep) == digest(deep)
    assert digest(chain) == digest(chain)
    for _ in range(1_000_000):
        deep = deep[0]
    while chain is not None:
        chain = chain.value[0]


def test_cycles_through_sets() -> None:
    box = Box()
    box.value = {box, 1, frozenset({2, (3,)})}
    other = Box()
    other.value = {other, 1, frozenset({2, (3,)})}
    assert digest(box) == digest(other)
    other.value.add(5)
    assert digest(box) != digest(other)
    nested: Any = Box(1)
    for _ in range(40):
        nested = frozenset({nested, Box(nested)})
    assert walk(nested).digest == walk(nested).digest


def test_budget() -> None:
    policy = walktest.Policy(budget=10)
    seen = policy.walk([[] for _ in range(20)])
    assert seen.opaque
    assert "too large" in seen.why
    assert not policy.walk([[] for _ in range(5)]).opaque


def test_attribute_dictionary_as_an_object() -> None:
    box = Box(1)
    before = state(box)
    vars(box)
    assert state(box) == before
    held = vars(box)
    assert not walktest.disjoint(walk(box), walk(held))
    del held
    assert state(box)[1] == before[1]


def test_weak_references() -> None:
    box = Box()
    reference = weakref.ref(box)
    assert digest(reference) == digest(weakref.ref(box))
    assert digest(reference) != digest(weakref.ref(Box))
