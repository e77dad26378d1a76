"""Which writes are no change: each sentence as a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from lattice import batch, effect, memo, signal


class Untouchable:
    """Fails when compared, asked for its truth, or hashed."""

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise AssertionError("asked for its truth")


@pytest.mark.parametrize(
    "value",
    [10**30, 1.5, "text" * 3, b"bytes" * 3, (1, ("a", None)), True, None],
    ids=repr,
)
def test_equal_builtin_values_are_no_change(value: Any) -> None:
    import copy

    again = eval(repr(value))
    source = signal(copy.copy(value))
    seen: list[Any] = []
    watch = effect(lambda: seen.append(source.value))
    source.value = again
    assert len(seen) == 1
    watch.dispose()


class Number(int):
    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = int.__hash__


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([1], [1]),
        ({"a": 1}, {"a": 1}),
        (Number(1), Number(1)),
        ((Number(1),), (Number(1),)),
        (Untouchable(), Untouchable()),
        ((Untouchable(),), (Untouchable(),)),
        (float("nan"), float("nan")),
        (1, True),
        (1, 1.0),
        ("1", b"1"),
        ((1,), (1, 2)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_all_else_is_a_change_unless_it_is_the_same(old: Any, new: Any) -> None:
    source = signal(old)
    seen: list[Any] = []
    watch = effect(lambda: seen.append(source.value))
    source.value = old
    assert len(seen) == 1
    source.value = new
    assert len(seen) == 2
    watch.dispose()


def test_arrays_and_frames_are_not_compared() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    for make in (lambda: numpy.zeros(3), lambda: pandas.DataFrame({"a": [1]})):
        source = signal(make())
        copied = memo(lambda source=source: source.value.copy())
        seen: list[Any] = []
        watch = effect(lambda copied=copied, seen=seen: seen.append(copied()))
        source.value = make()
        with batch():
            source.value = make()
        assert len(seen) == 3
        watch.dispose()


def test_equals_overrides() -> None:
    source = signal([1], equals=lambda a, b: a == b)
    rounded = memo(lambda: float(source.value[0]), equals=lambda a, b: abs(a - b) < 1)
    seen: list[float] = []
    watch = effect(lambda: seen.append(rounded()))
    first = source.value
    source.value = [1]
    assert source.value is first
    source.value = [1.5]
    assert seen == [1.0]
    source.value = [3]
    assert seen == [1.0, 3.0]
    watch.dispose()

    @memo(equals=lambda a, b: False)
    def always() -> int:
        return source.value[0] * 0

    assert always() == 0


def test_equals_that_fails() -> None:
    def fail(a: object, b: object) -> bool:
        raise LookupError

    source = signal(1, equals=fail)
    with pytest.raises(LookupError):
        source.value = 2
    assert source.value == 1
    other = signal(1)
    derived = memo(lambda: other.value, equals=fail)
    assert derived() == 1
    other.value = 2
    with pytest.raises(LookupError):
        derived()


def test_deep_tuples_are_compared_without_overflow() -> None:
    @contextmanager
    def nested(depth: int) -> Iterator[Any]:
        value: Any = ()
        for _ in range(depth):
            value = (value,)
        yield value

    with nested(100_000) as one, nested(100_000) as two:
        source = signal(one)
        source.value = two
        assert source.value is two
