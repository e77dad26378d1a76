"""Random nested values against a model in Python; threads that change what is walked."""

from __future__ import annotations

import copy
import random
import threading
from typing import Any

import numpy as np
import pandas as pd
import pytest

from walk_support import Box, digest, walk


def test_threads() -> None:
    shared: list[Any] = [
        list(range(50)),
        {"a": [1]},
        np.zeros(400_000),
        pd.DataFrame({"a": range(200_000)}),
    ]
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
        return [
            rng.randrange(3),
            rng.choice("ab"),
            float(rng.randrange(2)),
            None,
            bool(rng.randrange(2)),
        ][kind]
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
