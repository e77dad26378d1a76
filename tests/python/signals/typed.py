"""Checked by the type checkers, not run: what they infer about signals."""

from typing import assert_type

from lattice import (
    Effect,
    Memo,
    Signal,
    SignalError,
    batch,
    effect,
    memo,
    on_cleanup,
    signal,
    untrack,
)

count = signal(0)
assert_type(count, Signal[int])
assert_type(count.value, int)
assert_type(count.peek(), int)
count.value = 3
count.set(4)
count.update(lambda n: n + 1)

names: Signal[list[str]] = signal([])
assert_type(names.value, list[str])
maybe: Signal[int | None] = Signal(None)
maybe.value = 2
near = signal(0.0, equals=lambda a, b: abs(a - b) < 0.1)
assert_type(near, Signal[float])


@memo
def doubled() -> int:
    return count.value * 2


@memo(equals=lambda a, b: a.lower() == b.lower())
def text() -> str:
    return str(doubled())


assert_type(doubled, Memo[int])
assert_type(doubled(), int)
assert_type(text(), str)
assert_type(memo(lambda: count.value > 1).value, bool)


@effect
def log() -> None:
    @on_cleanup
    def clean() -> None:
        print("again", doubled())


@effect
async def load() -> None:
    count.value = 1


assert_type(log, Effect)
assert_type(load, Effect)
log.dispose()
assert_type(log.disposed, bool)

with batch(), untrack(), log as same:
    assert_type(same, Effect)
assert_type(batch(lambda: 3), int)
assert_type(untrack(lambda: count.value), int)


class Celsius(Signal[float]):
    @property
    def fahrenheit(self) -> float:
        return self.value * 9 / 5 + 32


assert_type(Celsius(20.0).value, float)
error: type[RuntimeError] = SignalError
