"""Objects of libraries: equal when made again, every change shows, looking changes nothing."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from zoo_figures import FIGURES, by_pyplot, crowd, lines
from zoo_learning import LEARNING
from zoo_libraries import LIBRARIES
from zoo_tables import TABLES

from walk_acts import Act, Make
from walk_support import state, walk

ZOO = FIGURES | LIBRARIES | TABLES | LEARNING


def acts(place: int) -> list[Any]:
    return [
        pytest.param(entry[0], act, id=f"{name} {number}")
        for name, entry in ZOO.items()
        for number, act in enumerate(entry[place])
    ]


@pytest.mark.parametrize("name", ZOO)
def test_made_again_is_equal(name: str) -> None:
    make = ZOO[name][0]
    first, second = make(), make()
    assert state(first)[0] == state(second)[0]
    assert state(first) == state(first)


@pytest.mark.parametrize(("make", "act"), acts(1))
def test_every_change_shows(make: Make, act: Act) -> None:
    value = make()
    before = state(value)
    act(value)
    assert state(value) != before


@pytest.mark.parametrize(("make", "act"), acts(2))
def test_looking_changes_nothing(make: Make, act: Act) -> None:
    value = make()
    before = state(value)
    act(value)
    assert state(value) == before


def test_parts_reach_the_whole() -> None:
    figure = lines()
    axes, line = figure.axes[0], figure.axes[0].lines[0]
    everything = set(walk(figure).reach)
    assert everything == set(walk(axes).reach) == set(walk(line).reach)


def test_a_closed_figure_differs_from_an_open_one() -> None:
    import matplotlib.pyplot as plt

    figure = plt.figure()
    opened = state(figure)
    plt.close(figure)
    assert state(figure) != opened


def test_garbage_does_not_count() -> None:
    figure, _ = by_pyplot()
    before = state(figure)
    for _ in range(3):
        by_pyplot()
    gc.collect()
    assert state(figure) == before


def test_a_figure_of_many_parts_is_not_looked_at() -> None:
    seen = walk(crowd())
    assert seen.opaque
    assert seen.why == "a figure of many parts"


def test_random_streams_settle() -> None:
    for name in ("random.Random", "default_rng", "RandomState"):
        assert walk([LIBRARIES[name][0]()]).settles
    assert walk(lines()).settles
    assert not walk({"a": [1, 2.0]}).settles
