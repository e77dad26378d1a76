"""Functions, modules and classes as values."""

from __future__ import annotations

import functools
import types
from typing import Any

from walk_support import Box, digest, walktest


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
    # A function of the script can be told from the next run's by `is`.
    assert alone.reach == [id(space["outer"])]
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
    assert id(space["Plain"]) in plain.reach
    assert id(space["Plain"].f) in plain.functions
    assert id(space["Registry"].known) in child.reach
    space["Plain"].rate = 2
    space["Registry"].known.append(1)
    assert policy.walk(space["Plain"]()).digest != plain.digest
    assert policy.walk(space["Child"]()).digest != child.digest
    assert digest(Box()) != digest(type("Box", (), {"__init__": Box.__init__})())
