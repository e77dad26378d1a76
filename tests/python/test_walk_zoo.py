"""Equal values have equal digests, every change shows, and looking at a value changes nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from walk_acts import Act, Make
from walk_support import state, walk
from walk_zoo_builtin import BUILTINS
from walk_zoo_science import NUMPY, PANDAS

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
