"""Exceptions in memos and effects, cycles, and calls that are refused: each sentence as a test."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from lattice import (
    CycleError,
    MemoWriteError,
    Signal,
    SignalError,
    batch,
    effect,
    memo,
    on_cleanup,
    signal,
    untrack,
)


def test_an_exception_is_cached_and_raised_to_each_reader() -> None:
    count = signal(0)
    runs: list[int] = []

    @memo
    def inverse() -> float:
        runs.append(1)
        return 1 / count.value

    errors = []
    for _ in range(3):
        with pytest.raises(ZeroDivisionError) as caught:
            inverse()
        errors.append(caught.value)
    assert len(runs) == 1
    count.value = 4
    assert inverse() == 0.25


def test_each_reader_gets_a_fresh_traceback() -> None:
    @memo
    def bad() -> int:
        raise ValueError("bad")

    def reader_one() -> None:
        bad()

    def reader_two() -> None:
        bad()

    def frames(reader: Any) -> list[str]:
        try:
            reader()
        except ValueError as error:
            return [frame.name for frame in traceback.extract_tb(error.__traceback__)]
        raise AssertionError

    assert frames(reader_one) == ["frames", "reader_one", "bad"]
    assert frames(reader_two) == ["frames", "reader_two", "bad"]
    assert frames(reader_two) == ["frames", "reader_two", "bad"]


def test_an_exception_goes_through_memos() -> None:
    count = signal(0)
    inverse = memo(lambda: 1 / count.value)
    outer = memo(lambda: inverse() + 1)
    seen: list[str] = []

    @effect
    def watch() -> None:
        try:
            seen.append(str(outer()))
        except ZeroDivisionError:
            seen.append("failed")

    count.value = 2
    count.value = 0
    assert seen == ["failed", "1.5", "failed"]
    watch.dispose()


def test_interrupts_are_not_cached() -> None:
    stop = [True]

    @memo
    def slow() -> int:
        if stop:
            raise KeyboardInterrupt
        return 5

    outer = memo(lambda: slow() + 1)
    with pytest.raises(KeyboardInterrupt):
        outer()
    stop.clear()
    assert outer() == 6


def test_too_deep_a_first_read_is_an_error_that_passes() -> None:
    last: Any = signal(0)
    chain = [last]
    for _ in range(5_000):
        chain.append(memo(lambda below=chain[-1]: below.value + 1))
    with pytest.raises(RecursionError):
        chain[-1].value  # noqa: B018
    for link in chain:
        link.value  # noqa: B018
    assert chain[-1].value == 5_000
    chain[0].value = 1
    assert chain[-1].value == 5_001


def test_writing_inside_a_memo_is_an_error() -> None:
    count = signal(0)

    @memo
    def bad() -> int:
        count.value += 1
        return 0

    with pytest.raises(MemoWriteError):
        bad()
    with pytest.raises(MemoWriteError):
        memo(lambda: untrack(lambda: count.set(5)))()
    with pytest.raises(MemoWriteError):
        memo(lambda: effect(lambda: None))()
    assert count.value == 0


def test_writing_inside_an_effect_queues_it_again() -> None:
    count = signal(0)
    runs: list[int] = []

    @effect
    def climb() -> None:
        runs.append(count.value)
        if count.value < 5:
            count.value += 1

    assert runs == [0, 1, 2, 3, 4, 5]
    climb.dispose()


def test_a_hundred_rounds_at_most() -> None:
    count, go = signal(0), signal(False)

    @effect
    def forever() -> None:
        if go.value:
            count.value += 1

    with pytest.raises(CycleError, match="100 rounds"):
        go.value = True
    assert 100 <= count.value <= 102
    go.value = False
    count.value = 0
    assert count.value == 0
    forever.dispose()


def test_a_memo_that_reads_itself_is_a_cycle() -> None:
    on = signal(True)
    memos: list[Any] = []
    memos.append(memo(lambda: memos[1]() + 1 if on.value else 1))
    memos.append(memo(lambda: memos[0]() + 1))
    with pytest.raises(CycleError, match="needs its own value"):
        memos[0]()
    on.value = False
    assert memos[1]() == 2


def test_an_effect_that_fails_raises_to_the_writer_and_stays() -> None:
    count = signal(1)
    seen: list[float] = []
    watch = effect(lambda: seen.append(1 / count.value))
    with pytest.raises(ZeroDivisionError):
        count.value = 0
    assert count.value == 0
    count.value = 2
    assert seen == [1, 0.5]
    watch.dispose()


def test_several_effects_that_fail_raise_a_group() -> None:
    count = signal(1)
    watches = [effect(lambda: 1 / count.value), effect(lambda: [1][1 - count.value])]
    after: list[int] = []
    watches.append(effect(lambda: after.append(count.value)))
    with pytest.raises(ExceptionGroup) as caught:
        count.value = 0
    assert [type(e) for e in caught.value.exceptions] == [ZeroDivisionError, IndexError]
    assert after == [1, 0]
    for watch in watches:
        watch.dispose()


def test_an_effect_that_cannot_begin_is_none() -> None:
    count = signal(0)
    runs: list[int] = []

    def bad() -> None:
        runs.append(count.value)
        raise ValueError

    with pytest.raises(ValueError):
        effect(bad)
    count.value = 1
    assert runs == [0]


def test_errors_are_one_small_family() -> None:
    assert issubclass(SignalError, RuntimeError)
    assert issubclass(CycleError, SignalError)
    assert issubclass(MemoWriteError, SignalError)
    for error in (SignalError, CycleError, MemoWriteError):
        assert error.__module__ == "lattice"


@pytest.mark.parametrize(
    "call",
    [
        signal,
        lambda: signal(1, 2),
        lambda: signal(1, equal=None),
        lambda: signal(1, equals=3),
        lambda: memo(3),
        lambda: memo(lambda: 1, equals=3),
        lambda: memo(lambda: 1)(1),
        lambda: memo(lambda: 1)(x=1),
        lambda: effect(3),
        effect,
        lambda: on_cleanup(3),
        lambda: batch(1, 2),
        lambda: untrack(1, 2),
        Signal,
        lambda: Signal.__new__(Signal).__setstate__(3),
    ],
)
def test_wrong_calls_are_refused(call: Any) -> None:
    with pytest.raises((TypeError, SignalError)):
        call()
