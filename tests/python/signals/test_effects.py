"""What effects own, how they end and clean up: each sentence as a test."""

from __future__ import annotations

from typing import Any

import pytest
from lattice import SignalError, effect, on_cleanup, signal


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
