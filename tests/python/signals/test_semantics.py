"""Each sentence about the meaning of signals, as a test."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from lattice import (
    CycleError,
    MemoWriteError,
    Signal,
    SignalError,
    _core,
    batch,
    effect,
    memo,
    on_cleanup,
    signal,
    untrack,
)


class Untouchable:
    """Fails when compared, asked for its truth, or hashed."""

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise AssertionError("asked for its truth")


def test_the_example_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    count = signal(0)
    runs = []

    @memo
    def doubled() -> int:
        runs.append(1)
        return count.value * 2

    @effect
    def log_changes() -> None:
        print(f"Count is now: {count.value}")

    count.value = 1
    assert doubled() == 2
    assert doubled() == 2
    assert len(runs) == 1
    assert capsys.readouterr().out == "Count is now: 0\nCount is now: 1\n"
    log_changes.dispose()


# ------------------------------------------------------------------ push and pull


def test_a_diamond_has_no_glitch_and_runs_once() -> None:
    head = signal(1)
    left = memo(lambda: head.value + 1)
    right = memo(lambda: head.value * 10)
    seen: list[tuple[int, int]] = []
    watch = effect(lambda: seen.append((left.value, right.value)))
    head.value = 2
    assert seen == [(2, 10), (3, 20)]
    watch.dispose()


def test_what_did_not_change_stops_the_update() -> None:
    head = signal(1)
    runs: list[str] = []

    @memo
    def parity() -> int:
        runs.append("parity")
        return head.value % 2

    @memo
    def text() -> str:
        runs.append("text")
        return "odd" if parity() else "even"

    watch = effect(lambda: runs.append(text()))
    runs.clear()
    head.value = 3
    assert runs == ["parity"]
    head.value = 4
    assert runs == ["parity", "parity", "text", "even"]
    watch.dispose()


def test_dependencies_are_asked_in_order() -> None:
    divisor, defined = signal(2), signal(True)
    runs: list[int] = []

    @memo
    def quotient() -> float:
        runs.append(divisor.value)
        return 1 / divisor.value

    seen: list[Any] = []
    watch = effect(lambda: seen.append(quotient() if defined.value else None))
    with batch():
        divisor.value = 0
        defined.value = False
    assert seen == [0.5, None]
    assert runs == [2]
    watch.dispose()


def test_dependencies_are_dynamic() -> None:
    which, left, right = signal(True), signal("a"), signal("b")
    seen: list[str] = []
    watch = effect(lambda: seen.append(left.value if which.value else right.value))
    right.value = "B"
    which.value = False
    left.value = "A"
    right.value = "BB"
    assert seen == ["a", "B", "BB"]
    watch.dispose()


def test_stable_dependencies_allocate_nothing() -> None:
    heads = [signal(i) for i in range(10)]
    total = memo(lambda: sum(head.value for head in heads))
    watch = effect(lambda: total.value)
    made = _core._links_made()
    for i in range(100):
        heads[i % 10].value = i + 100
    assert _core._links_made() == made
    watch.dispose()


def test_memos_are_lazy() -> None:
    runs: list[int] = []
    count = signal(0)
    lazy = memo(lambda: runs.append(count.value))
    count.value = 1
    assert runs == []
    lazy()
    count.value = 2
    assert runs == [1]


def test_memos_are_dropped_when_unobserved() -> None:
    runs: list[int] = []
    count = signal(1)

    @memo
    def twice() -> int:
        runs.append(count.value)
        return count.value * 2

    watch = effect(twice)
    watch.dispose()
    assert repr(twice).endswith("twice: not computed>")
    assert twice() == 2
    assert runs == [1, 1]


# ------------------------------------------------------------------ batches


def test_batch_is_a_depth_counter_and_effects_flush_once() -> None:
    a, b = signal(1), signal(2)
    seen: list[int] = []
    watch = effect(lambda: seen.append(a.value + b.value))
    with batch():
        a.value = 10
        with batch():
            b.value = 20
        assert seen == [3]
        assert a.value + b.value == 30
    assert seen == [3, 30]
    watch.dispose()


def test_batch_calls_a_function() -> None:
    a = signal(1)
    seen: list[int] = []
    watch = effect(lambda: seen.append(a.value))

    def change() -> str:
        a.value = 2
        a.value = 3
        return "done"

    assert batch(change) == "done"
    assert seen == [1, 3]
    watch.dispose()


def test_a_batch_that_fails_flushes_and_raises() -> None:
    a = signal(1)
    seen: list[int] = []
    watch = effect(lambda: seen.append(a.value))

    def fail() -> None:
        a.value = 2
        raise KeyError("x")

    with pytest.raises(KeyError):
        batch(fail)
    with pytest.raises(KeyError), batch():
        a.value = 3
        raise KeyError("y")
    assert seen == [1, 2, 3]
    watch.dispose()


def test_a_batch_that_ends_as_it_began_runs_nothing() -> None:
    a = signal(1)
    seen: list[int] = []
    watch = effect(lambda: seen.append(a.value))
    with batch():
        a.value = 2
        a.value = 1
    assert seen == [1]
    watch.dispose()


def test_a_batch_is_left_as_often_as_it_is_entered() -> None:
    with pytest.raises(SignalError):
        batch().__exit__(None, None, None)


def test_effects_run_in_the_order_of_their_creation() -> None:
    a, b = signal(0), signal(0)
    order: list[int] = []

    def watcher(i: int, source: Signal[int]) -> Any:
        return effect(lambda: (source.value, order.append(i)))

    watches = [watcher(0, b), watcher(1, a), watcher(2, b)]
    order.clear()
    with batch():
        a.value = 1
        b.value = 1
    assert order == [0, 1, 2]
    for watch in watches:
        watch.dispose()


# ------------------------------------------------------------------ untracked reads


def test_untrack_reads_without_subscribing() -> None:
    a, b, c = signal(1), signal(2), signal(3)
    seen: list[int] = []

    @effect
    def watch() -> None:
        hidden = untrack(lambda: b.value)
        with untrack():
            hidden += c.value
        seen.append(a.value + hidden + b.peek())

    b.value = 20
    c.value = 30
    assert seen == [8]
    a.value = 2
    assert seen == [8, 72]
    watch.dispose()


def test_a_memo_is_read_without_subscribing_too() -> None:
    a = signal(1)
    twice = memo(lambda: a.value * 2)
    seen: list[int] = []
    watch = effect(lambda: seen.append(twice.peek()))
    a.value = 2
    assert seen == [2]
    assert twice() == 4
    watch.dispose()


# ------------------------------------------------------------------ errors


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


# ------------------------------------------------------------------ effects


def test_an_effect_owns_what_it_creates() -> None:
    outer_count, inner_count = signal(0), signal(0)
    log: list[str] = []

    @effect
    def outer() -> None:
        n = outer_count.value
        on_cleanup(lambda: log.append(f"clean outer {n}"))

        @effect
        def inner() -> None:
            on_cleanup(lambda: log.append(f"clean inner {n}"))
            log.append(f"inner {n} {inner_count.value}")

    inner_count.value = 1
    assert log == ["inner 0 0", "clean inner 0", "inner 0 1"]
    log.clear()
    outer_count.value = 1
    assert log == ["clean inner 0", "clean outer 0", "inner 1 1"]
    log.clear()
    outer.dispose()
    assert log == ["clean inner 1", "clean outer 1"]
    log.clear()
    inner_count.value = 2
    outer.dispose()
    assert log == []


def test_cleanups_run_last_first_and_see_no_observer() -> None:
    count, other = signal(0), signal(0)
    log: list[int] = []

    @effect
    def watch() -> None:
        count.value  # noqa: B018
        on_cleanup(lambda: log.append(1))

        @on_cleanup
        def second() -> None:
            log.append(2 + other.value)

    count.value = 1
    assert log == [2, 1]
    other.value = 5
    assert log == [2, 1]
    watch.dispose()


def test_on_cleanup_belongs_inside_an_effect() -> None:
    with pytest.raises(SignalError):
        on_cleanup(lambda: None)


def test_dispose_ends_an_effect() -> None:
    count = signal(0)
    seen: list[int] = []
    watch = effect(lambda: seen.append(count.value))
    assert not watch.disposed
    watch.dispose()
    watch.dispose()
    assert watch.disposed
    count.value = 1
    assert seen == [0]
    with effect(lambda: seen.append(count.value)) as scoped:
        count.value = 2
    assert scoped.disposed
    count.value = 3
    assert seen == [0, 1, 2]


def test_an_effect_may_dispose_of_itself_and_of_others() -> None:
    count = signal(0)
    seen: list[str] = []
    watches: dict[str, Any] = {}

    def first() -> None:
        seen.append(f"first {count.value}")
        if count.value == 1:
            watches["first"].dispose()
            watches["second"].dispose()

    watches["first"] = effect(first)
    watches["second"] = effect(lambda: seen.append(f"second {count.value}"))
    count.value = 1
    count.value = 2
    assert seen == ["first 0", "second 0", "first 1"]


# ------------------------------------------------------------------ equality


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
