"""What a write reaches, in which order, and what it does not: each sentence about it as a test."""

from __future__ import annotations

from typing import Any

import pytest
from lattice import Signal, SignalError, _core, batch, effect, memo, signal, untrack


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
