"""The comparison: the same steps on stock and on Lattice, and the first state that differs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from lattice.browser.difference import differences
from lattice.browser.frontend import Frontend
from lattice.browser.step import Step, choose_step


@dataclass
class State:
    """What can be observed after a step, as plain data."""

    page: dict[str, Any]
    printed: list[str]
    session: dict[str, Any] | None = None
    # Why the step was impossible, or how the run failed as a whole.
    error: str | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "error": self.error,
            "page": self.page,
            "printed": self.printed,
            "session": self.session,
        }


class App(Protocol):
    frontend: Frontend

    def start(self) -> State: ...

    def do(self, step: Step) -> State: ...

    def close(self) -> None: ...


@dataclass
class Difference:
    """After `steps`, the last of which is the one that differs, the two sides are not equal."""

    steps: list[Step]
    found: list[str]

    def __str__(self) -> str:
        last = f"`{self.steps[-1]}`" if self.steps else "the first run"
        done = "".join(f"\n    {step}" for step in self.steps) or " none"
        return f"after {last}:\n" + "\n".join(self.found) + f"\nsteps:{done}"


@dataclass
class Recording:
    """The steps of one walk and the states they led to; states[0] is the first run."""

    steps: list[Step] = field(default_factory=list)
    states: list[State] = field(default_factory=list)


def record_walk(
    app: App, count: int, seed: int, told: Callable[[Step], object] | None = None
) -> Recording:
    """`count` random steps, each chosen on the page that the one before has left, and told."""
    rng = random.Random(seed)
    recording = Recording([], [app.start()])
    for _ in range(count):
        step = choose_step(app.frontend, rng)
        if told is not None:
            told(step)
        recording.steps.append(step)
        recording.states.append(app.do(step))
    return recording


def record_steps(app: App, steps: Iterable[Step]) -> Recording:
    """Takes the steps as they come."""
    recording = Recording([], [app.start()])
    for step in steps:
        recording.steps.append(step)
        recording.states.append(app.do(step))
    return recording


def replay(app: App, recording: Recording) -> Difference | None:
    """Takes the recorded steps on `app` until a state differs from the recorded one."""
    for index, expected in enumerate(recording.states):
        state = app.do(recording.steps[index - 1]) if index else app.start()
        found = differences(expected.plain(), state.plain())
        if found:
            return Difference(recording.steps[:index], found)
    return None


def first_difference(expected: Recording, got: Recording) -> Difference | None:
    """Where two recordings of the same steps differ for the first time."""
    for index, states in enumerate(zip(expected.states, got.states, strict=True)):
        found = differences(states[0].plain(), states[1].plain())
        if found:
            return Difference(expected.steps[:index], found)
    return None
