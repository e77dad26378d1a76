"""Clicks on both sides until they differ."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lattice import _core
from lattice.adapter.verify.blame import Sides, blame
from lattice.adapter.verify.report import Finding, place_of
from lattice.browser.difference import differences
from lattice.browser.step import Step
from lattice.verify.sides import Side, replayed
from lattice.verify.volatile import masked

NAMES = ("full", "incremental")


@dataclass
class Walk:
    """What was done, and how it ended: `finding` is the difference, if there was one.

    `volatile` are differences that two full runs have, too; `raised` tells that the first page
    showed an error.
    """

    steps: list[Step] = field(default_factory=list)
    finding: Finding | None = None
    volatile: list[str] = field(default_factory=list)
    raised: bool = False


class Pair:
    """A full and an incremental session of one script; a second full one when they differ."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._steps: list[Step] = []
        self._full = Side(path, incrementally=False)
        self._incremental = Side(path, incrementally=True)
        self._again: Side | None = None
        self.volatile: list[str] = []

    def __enter__(self) -> Pair:
        return self

    def __exit__(self, *_: object) -> None:
        for side in (self._full, self._incremental, self._again):
            if side is not None:
                side.close()

    def start(self) -> tuple[Any, list[str]]:
        """Open the page on both sides; return what the full run shows, and the differences."""
        return self._both("start")

    def do(self, step: Step) -> tuple[Any, list[str]]:
        """Take a step on both sides."""
        self._steps.append(step)
        return self._both("do", step)

    def choose(self, seed: int) -> Step:
        """Return something a user could do now."""
        return self._full.choose(seed)

    def finding(self, found: list[str]) -> Finding:
        """Look for the cell behind differences that were just found."""
        full, mine = self._full.account(), self._incremental.account()
        place = place_of(found[0])
        drawn = None
        if place is not None:
            drawn = mine.places.get(place) or full.places.get(place)
        finding = Finding(mine.trigger, self._path, found, drawn=drawn)
        if drawn is None or drawn.path == self._path:
            with open(self._path, encoding="utf-8") as file:
                text = file.read()
            plan = json.loads(_core.plan_json(text.encode(), self._path))
            finding.blame = blame(text, plan, mine.cells, Sides(mine.values, full.values), drawn)
        return finding

    def _reasoned(self, text: str) -> str:
        reason = self.finding([text]).volatile
        return f"{reason or 'two full runs differ'}; not comparable: {text}"

    def _both(self, name: str, *arguments: Any) -> tuple[Any, list[str]]:
        sides = [self._full, self._incremental]
        for side in sides:
            side.ask(name, *arguments)
        full, mine = (side.answer() for side in sides)
        expected, got = full.plain(), mine.plain()
        if self._again is not None:
            # After the others: a clock that has not moved by then, had not moved for them.
            self._again.ask(name, *arguments)
            expected, got = masked(expected, self._again.answer().plain(), got)
        found = differences(expected, got, names=NAMES)
        if found and self._again is None:
            self._again, seen = replayed(self._path, self._steps, incrementally=False)
            expected, got = masked(expected, seen.plain(), got)
            real = differences(expected, got, names=NAMES)
            self.volatile += [self._reasoned(text) for text in found if text not in real]
            found = real
        return full, found


def walk(path: str, steps: Iterator[Step] | Callable[[Pair], Iterator[Step]]) -> Iterator[Walk]:
    """Go on click by click; the last value yielded is the result."""
    result = Walk()
    with Pair(path) as pair:
        full, found = pair.start()
        result.raised = full.raised
        coming = steps(pair) if callable(steps) else steps
        while not found:
            result.volatile = pair.volatile
            yield result
            step = next(coming, None)
            if step is None:
                return
            result.steps.append(step)
            full, found = pair.do(step)
        result.volatile = pair.volatile
        result.finding = pair.finding(found)
        yield result


def chosen(count: int, seed: int) -> Callable[[Pair], Iterator[Step]]:
    """Return random clicks, the same for the same page and seed."""

    def choose(pair: Pair) -> Iterator[Step]:
        for number in range(count):
            yield pair.choose(seed * 1_000_003 + number)

    return choose


def differs(path: str, steps: Sequence[Step]) -> Walk | None:
    """Return how the given clicks end, if they end in a difference."""
    *_, last = walk(path, iter(steps))
    return last if last.finding is not None else None
