"""What an interaction did, for people and for tests."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lattice.adapter.engine.program import Program


# Cell, whether it ran, code and words of the reason, seconds.
_Entry: TypeAlias = tuple[int, bool, str, str, float]

# The id of a widget, as Streamlit builds it.
_WIDGET = re.compile(r"\$\$ID-[^`]*")


@dataclass(frozen=True)
class CellTrace:
    """One cell of one interaction; `action` is "run" or "skip", times are in seconds."""

    cell: int
    line: int
    label: str
    action: str
    code: str
    reason: str
    seconds: float


@dataclass
class Interaction:
    """From the widget's change to the finished page.

    `plain` says why the script ran as Streamlit runs it; there are no cells then.
    """

    trigger: str
    plain: str | None = None
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    # How often an object was brought into an earlier or later state of it.
    rewinds: int = 0
    # As the engines gave them, each with the program and the labels of its widgets.
    _entries: list[tuple[list[_Entry], Program, dict[str, str]]] = field(default_factory=list)

    def record(self, entries: list[_Entry], program: Program, labels: dict[str, str]) -> None:
        """Take the engine's trace; `labels` name widgets by id."""
        self._entries.append((entries, program, labels))

    @property
    def cells(self) -> list[CellTrace]:
        """The cells in the order they were met; put into words when asked for."""
        return [
            CellTrace(
                cell,
                program.lines[cell],
                program.labels[cell],
                "run" if ran else "skip",
                code,
                _named(reason, labels),
                seconds,
            )
            for entries, program, labels in self._entries
            for cell, ran, code, reason, seconds in entries
        ]

    def finish(self) -> None:
        """Stop the clock."""
        self.seconds = time.perf_counter() - self.started

    @property
    def ran(self) -> int:
        """How many cells ran."""
        return sum(ran for _, ran, _, _, _ in self._all())

    @property
    def saved(self) -> float:
        """Seconds that the skipped cells took when they last ran."""
        return sum(seconds for _, ran, _, _, seconds in self._all() if not ran)

    def _all(self) -> Iterator[_Entry]:
        return itertools.chain.from_iterable(entries for entries, _, _ in self._entries)

    def line(self) -> str:
        """Return the interaction in one line, without colours."""
        clock = time.strftime("%H:%M:%S")
        took = _duration(self.seconds)
        if self.plain is not None:
            return f"{clock}  {self.trigger}  ran in full  {took}  ({self.plain})"
        saved = f"  saved ≈ {_duration(self.saved)}" if self.saved >= 0.001 else ""
        moved = f"  put back {self.rewinds}" if self.rewinds else ""
        ran = f"ran {self.ran}/{sum(1 for _ in self._all())}"
        return f"{clock}  {self.trigger}  {ran}  {took}{saved}{moved}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for a trace file."""
        return {
            "trigger": self.trigger,
            "plain": self.plain,
            "seconds": self.seconds,
            "rewinds": self.rewinds,
            "cells": [vars(cell) for cell in self.cells],
        }


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _named(reason: str, labels: dict[str, str]) -> str:
    return _WIDGET.sub(lambda found: labels.get(found[0], found[0]), reason)
