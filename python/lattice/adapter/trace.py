"""What an interaction did, for people and for tests."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lattice.adapter.engine.program import Program


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
    cells: list[CellTrace] = field(default_factory=list)
    seconds: float = 0.0

    def record(
        self,
        entries: list[tuple[int, bool, str, str, float]],
        program: Program,
        labels: dict[str, str],
    ) -> None:
        """Take the engine's trace; `labels` name widgets by id."""

        def named(reason: str) -> str:
            return _WIDGET.sub(lambda found: labels.get(found[0], found[0]), reason)

        self.cells += [
            CellTrace(
                cell,
                program.lines[cell],
                program.labels[cell],
                "run" if ran else "skip",
                code,
                named(reason),
                seconds,
            )
            for cell, ran, code, reason, seconds in entries
        ]

    def finish(self) -> None:
        """Stop the clock."""
        self.seconds = time.perf_counter() - self.started

    @property
    def ran(self) -> int:
        """How many cells ran."""
        return sum(cell.action == "run" for cell in self.cells)

    @property
    def saved(self) -> float:
        """Seconds that the skipped cells took when they last ran."""
        return sum(cell.seconds for cell in self.cells if cell.action == "skip")

    def line(self) -> str:
        """Return the interaction in one line, without colours."""
        clock = time.strftime("%H:%M:%S")
        took = _duration(self.seconds)
        if self.plain is not None:
            return f"{clock}  {self.trigger}  ran in full  {took}  ({self.plain})"
        saved = f"  saved ≈ {_duration(self.saved)}" if self.saved >= 0.001 else ""
        return f"{clock}  {self.trigger}  ran {self.ran}/{len(self.cells)}  {took}{saved}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for a trace file."""
        return {
            "trigger": self.trigger,
            "plain": self.plain,
            "seconds": self.seconds,
            "cells": [vars(cell) for cell in self.cells],
        }


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
