"""What counts as the same: sharing, functions, classes, modules, atoms; and that nothing runs."""

from __future__ import annotations

import copy
import functools
import itertools
import random
import sys
import threading
import types
import weakref
from typing import Any

import numpy as np
import pandas as pd
import pytest
from walk_support import state, walk, walktest


def digest(*roots: Any) -> bytes:
    return state(*roots)[0]


class Box:
    def __init__(self, value: Any = None) -> None:
        self.value = value


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
        (1, 1, True), (1, True, False), (1, 1.0, False), (0.0, -0.0, False), ("a", "a", True),
        (float("nan"), float("nan"), True), ("é", "e", False), (b"a", "a", False), (None, None, True),
        (2**80, 2**80, True), (2**80, 2**80 + 1, False), (range(3), range(3), True), (1j, 1j, True),
        (complex(0.0, -0.0), 0j, False), (..., ..., True), ((), (), False), ([], [], False),
    ],
)  # fmt: skip
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
    "__repr__", "__str__", "__eq__", "__ne__", "__lt__", "__len__", "__bool__", "__iter__", "__next__", "__getitem__",
    "__setitem__", "__contains__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__call__",
    "__reduce__", "__reduce_ex__", "__getstate__", "__copy__", "__deepcopy__", "__index__", "__int__", "__float__",
    "__array__", "__array_interface__", "__buffer__", "__sizeof__", "__dir__", "__enter__", "__exit__", "__get__", "__set__",
    "__instancecheck__", "__subclasscheck__", "__format__", "__bytes__", "__missing__", "__del__", "__fspath__", "__arrow_c_stream__",
]  # fmt: skip


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
    for value in (Unset(), Module("m"), swapped, bare, nameless, odd, "\ud800", type.__new__(type, "\u00e9", (), {})):
        assert walk(value).digest == walk(value).digest
    assert calls == []


def test_a_pending_collection_waits() -> None:
    class Dies:
        def __del__(self) -> None:
            calls.append("del")

    import gc

    gc.collect()
    calls.clear()
    cycle = [Dies()]
    cycle.append(cycle)
    del cycle
    old = gc.get_threshold()
    gc.set_threshold(1)
    df = pd.DataFrame({"a": [1]})
    gc.disable()
    calls.clear()
    gc.enable()
    walk(df)
    gc.set_threshold(*old)
    assert gc.isenabled()


def test_opaque() -> None:
    def numbers() -> Any:
        yield 1

    with open(__file__) as file:
        for value in (
            numbers(), iter([]), file, threading.Lock(), random.Random(1), np.random.default_rng(1), ValueError(1),
            pd.DataFrame({"a": [1]}).groupby("a"), itertools.count(), zip(), sys._getframe(), pd.DataFrame({"a": [1]}).rolling(2),
            threading.Thread(), np.random.RandomState(1), [numbers()], Box(Box(ValueError())),
        ):  # fmt: skip
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


# Functions are made by `exec` in a dictionary that plays the script's module.
def script(source: str) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(source, space)
    return space


def test_functions() -> None:
    space = script(
        "rate = 2\nlimits = [1]\n"
        "def plain(x): return x * rate\n"
        "def outer(x): return plain(x) + limits[0]\n"
        "def default(x=[1], *, y={}): return x\n"
        "def maker(n):\n    def inner(): return n\n    return inner\n"
    )
    policy = walktest.Policy(script=space)
    narrow = walktest.Policy(script=space, expand=False)
    first, alone = policy.walk(space["outer"]), narrow.walk(space["outer"])
    assert id(space["limits"]) in first.reach
    assert set(first.functions) == {id(space["outer"]), id(space["plain"])}
    assert alone.functions == [id(space["outer"])]
    assert alone.reach == []
    space["rate"] = 3
    assert policy.walk(space["outer"]).digest != first.digest
    assert narrow.walk(space["outer"]).digest == alone.digest
    space["rate"] = 2
    assert policy.walk(space["outer"]).digest == first.digest

    default = policy.walk(space["default"])
    space["default"].__defaults__[0].append(2)
    assert policy.walk(space["default"]).digest != default.digest

    inner = space["maker"](5)
    closed = policy.walk(inner)
    assert closed.closures == [id(inner.__code__)]
    assert id(inner.__closure__[0]) in closed.reach
    assert policy.walk(space["maker"](5)).digest == closed.digest
    assert policy.walk(space["maker"](6)).digest != closed.digest
    assert walktest.Policy(script=space, late=(inner.__code__,)).walk(inner).opaque

    plain = policy.walk(space["plain"])
    space["plain"].count = 1
    assert policy.walk(space["plain"]).digest != plain.digest


def test_wrapped_functions() -> None:
    space = script(
        "import functools\nfactor = 2\n"
        "@functools.lru_cache\ndef cached(x): return [x * factor]\n"
        "@functools.wraps(cached)\ndef wraps(): pass\n"
    )
    policy = walktest.Policy(script=space)
    before = policy.walk(space["cached"])
    space["cached"](1)
    assert policy.walk(space["cached"]).digest == before.digest
    space["factor"] = 3
    assert policy.walk(space["cached"]).digest != before.digest
    box = Box([1])
    method = functools.partial(box.value.append, 1)
    seen = digest(method)
    box.value.append(2)
    assert digest(method) != seen
    empty_cell = types.CellType()
    assert digest(empty_cell) != digest(types.CellType(1))


def test_modules() -> None:
    local, library = types.ModuleType("local"), types.ModuleType("library")
    exec("values = [1]\ndef read(): return values", local.__dict__)
    exec("values = [1]", library.__dict__)
    policy = walktest.Policy(local=(local,))
    before, other = policy.walk(local), policy.walk(library)
    assert id(local.values) in before.reach
    assert other.reach == []
    reader = policy.walk(local.read)
    local.values.append(1)
    library.values.append(1)
    assert policy.walk(local).digest != before.digest
    assert policy.walk(local.read).digest != reader.digest
    assert policy.walk(library).digest == other.digest


def test_classes() -> None:
    space = script(
        "class Plain:\n    rate = 1\n    def f(self): pass\n"
        "class Registry:\n    known = []\n"
        "class Child(Registry): pass\n"
    )
    policy = walktest.Policy(script=space)
    plain, child = policy.walk(space["Plain"]()), policy.walk(space["Child"]())
    assert id(space["Plain"]) not in plain.reach
    assert id(space["Registry"].known) in child.reach
    space["Plain"].rate = 2
    space["Registry"].known.append(1)
    assert policy.walk(space["Plain"]()).digest != plain.digest
    assert policy.walk(space["Child"]()).digest != child.digest
    assert digest(Box()) != digest(type("Box", (), {"__init__": Box.__init__})())


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


def test_threads() -> None:
    shared: list[Any] = [list(range(50)), {"a": [1]}, np.zeros(400_000), pd.DataFrame({"a": range(200_000)})]
    stop = threading.Event()
    problems: list[BaseException] = []

    def change() -> None:
        rng = random.Random(5)
        while not stop.is_set():
            shared[0].append(rng.random())
            shared[1][str(rng.randrange(50))] = [rng.random()]
            shared[2] = np.full(400_000, rng.random())
            shared[3] = pd.DataFrame({"a": range(200_000)})
            if rng.random() < 0.1:
                shared[0].clear()
                shared[1].clear()

    def look() -> None:
        try:
            for _ in range(150):
                walk(shared)
        except BaseException as error:
            problems.append(error)

    changer = threading.Thread(target=change)
    lookers = [threading.Thread(target=look) for _ in range(2)]
    changer.start()
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    stop.set()
    changer.join()
    assert not problems


def make_value(rng: random.Random, pool: list[Any], depth: int) -> Any:
    kind = rng.randrange(11 if depth else 6)
    if kind < 5:
        return [rng.randrange(3), rng.choice("ab"), float(rng.randrange(2)), None, bool(rng.randrange(2))][kind]
    if kind == 5:
        return rng.choice(pool) if pool else 0
    parts = [make_value(rng, pool, depth - 1) for _ in range(rng.randrange(4))]
    value: Any
    if kind == 6:
        value = tuple(parts)
    elif kind == 7:
        value = {rng.choice("abc"): part for part in parts}
    elif kind == 8:
        value = Box(parts)
    elif kind == 9:
        value = {rng.randrange(5) for _ in parts}
    else:
        value = parts
    pool.append(value)
    if kind == 10 and rng.random() < 0.2:
        value.append(value)
    return value


def model(value: Any, seen: dict[int, int]) -> Any:
    """The meaning of a value: nested tuples, equal exactly when values and sharing are."""
    kind = type(value)
    if kind in (int, str, float, bool, type(None)):
        return (kind.__name__, value)
    if kind is tuple and all(type(p) in (int, str, float, bool, type(None)) for p in value):
        return ("row", *[model(part, seen) for part in value])
    if id(value) in seen:
        return ("seen", seen[id(value)])
    seen[id(value)] = len(seen)
    if kind in (list, tuple):
        return (kind.__name__, *[model(part, seen) for part in value])
    if kind is dict:
        return ("dict", *[(key, model(part, seen)) for key, part in value.items()])
    if kind is set:
        return ("set", *sorted(value))
    return ("box", model(value.value, seen))


@pytest.mark.parametrize("seed", range(30))
def test_random_values_against_the_model(seed: int) -> None:
    print("seed", seed)
    rng = random.Random(seed)
    values = [make_value(rng, [], 4) for _ in range(150)]
    values += [copy.deepcopy(value) for value in values[:50]]
    meaning: dict[str, bytes] = {}
    for value in values:
        key = repr(model(value, {}))
        assert meaning.setdefault(key, digest(value)) == digest(value)
    assert len(set(meaning.values())) == len(meaning)
