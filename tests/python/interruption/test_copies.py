"""What an engine takes from a run that is not over: copies that share nothing which can change."""

import datetime

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("lattice.adapter.engine.copies")

from lattice.adapter.engine.copies import copied


def test_plain_data_is_copied_with_its_sharing() -> None:
    inner = [1, "a", None]
    outer = {"x": inner, 2: (inner, frozenset({3}))}
    copies = copied([outer, inner])
    assert copies is not None
    assert copies == [outer, inner]
    assert copies[0]["x"] is copies[1] is copies[0][2][0]
    assert copies[1] is not inner


def test_cycles_are_copied() -> None:
    cycle: list[object] = [1]
    cycle.append(cycle)
    copies = copied([cycle])
    assert copies is not None
    assert copies[0][1] is copies[0] is not cycle


def test_large_containers_are_copied_at_once() -> None:
    values = [list(range(100_000)), {i: str(i) for i in range(20_000)}]
    copies = copied(values)
    assert copies == values
    assert copies is not None
    assert copies[0] is not values[0]
    assert copied([[*range(20_000), []]]) is None


def test_arrays_and_frames_are_copied() -> None:
    frame = pd.DataFrame(
        {"a": range(3), "s": ["x", "y", "z"], "t": pd.date_range("2024", periods=3)}
    )
    array = np.arange(6.0).reshape(2, 3).copy()
    copies = copied([frame, array, frame["a"], [datetime.date(2024, 1, 2)]])
    assert copies is not None
    pd.testing.assert_frame_equal(copies[0], frame)
    array[0, 0] = 9
    frame.loc[0, "a"] = 9
    assert copies[1][0, 0] == 0
    assert copies[0].loc[0, "a"] == 0


@pytest.mark.parametrize(
    "value",
    [
        object(),
        iter([1]),
        lambda: 1,
        np.array([[], None], dtype=object),
        np.arange(5)[1:],
        pd.DataFrame({"a": [[1], [2]]}),
        pd.Series([1], index=pd.MultiIndex.from_tuples([(1, 2)])),
        type("MyList", (list,), {})([1]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_everything_else_is_not(value: object) -> None:
    assert copied([[value]]) is None
