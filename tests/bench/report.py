"""Rows of measurements, and the Markdown table they are shown in."""

from __future__ import annotations

import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version


@dataclass
class Row:
    """One measured thing. Times are seconds, goals are the largest allowed value.

    `goal` bounds lattice / stock; `limit` bounds lattice's own median, for rows without a
    counterpart in stock. A row that could not be measured has a `note` and no samples.
    """

    what: str
    stock: Sequence[float] = ()
    lattice: Sequence[float] = ()
    goal: float | None = None
    limit: float | None = None
    skipped: float | None = None
    note: str = ""
    digits: int = field(default=1)

    @property
    def ratio(self) -> float | None:
        if not self.stock or not self.lattice:
            return None
        return statistics.median(self.lattice) / statistics.median(self.stock)

    @property
    def met(self) -> bool | None:
        """Whether the goal was met; None without a goal or a measurement."""
        if self.goal is not None and self.ratio is not None:
            return self.ratio <= self.goal
        if self.limit is not None and self.lattice:
            return statistics.median(self.lattice) <= self.limit
        return None


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` of the samples do not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def duration(seconds: float, digits: int = 1) -> str:
    if abs(seconds) < 2e-6:
        return f"{seconds * 1e9:.0f} ns"
    return f"{seconds * 1e3:.{digits}f} ms"


def summary(samples: Sequence[float], digits: int) -> str:
    if not samples:
        return ""
    if len(samples) == 1:
        return duration(samples[0], digits)
    middle, high = statistics.median(samples), percentile(samples, 0.95)
    return f"{duration(middle, digits)} ({duration(high, digits)})"


def goal_of(row: Row) -> str:
    if row.goal is not None:
        return f"≤ {row.goal:.2f}"
    return f"≤ {duration(row.limit, 0)}" if row.limit is not None else ""


def line(row: Row) -> str:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    verdict = {True: "yes", False: "**no**", None: ""}[row.met]
    skipped = "" if row.skipped is None else f"{row.skipped:.0%}"
    counts = str(len(row.lattice) or "")
    cells = [row.what, summary(row.stock, row.digits), summary(row.lattice, row.digits)]
    cells += [ratio, goal_of(row), verdict, skipped, counts, row.note]
    return "| " + " | ".join(cells) + " |"


def table(rows: Sequence[Row]) -> str:
    head = [
        "measured",
        "stock",
        "lattice",
        "lattice / stock",
        "goal",
        "met",
        "skipped",
        "n",
        "note",
    ]
    lines = ["| " + " | ".join(head) + " |", "|---|---:|---:|---:|---:|---|---:|---:|---|"]
    return "\n".join(lines + [line(row) for row in rows])


def document(rows: Sequence[Row], seed: int, quick: bool) -> str:
    judged = [row for row in rows if row.met is not None]
    good = sum(bool(row.met) for row in judged)
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "pandas", "numpy"))
    kind = "quick run: few repetitions" if quick else "full run"
    return f"""# Benchmarks

Written by `./dev bench --write docs/benchmarks.md` ({kind}, seed {seed}). Stock Streamlit and
Lattice run side by side and take turns, step by step, on the same machine: read the ratios, not
the times. Medians, with the 95th percentile in brackets. An interaction is timed at the websocket,
from the browser's message to the end of the run (`script_finished`). *skipped* is the share of
cells that did not have to run. Cases that lose stay in the table.

Python {platform.python_version()}, {packages}, {sys.platform} {platform.machine()}.
{good} of {len(judged)} goals met.

{table(rows)}
"""
