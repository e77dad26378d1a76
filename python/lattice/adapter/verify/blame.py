"""Which cell made a page wrong, and which of its reads should have told."""

from __future__ import annotations

import re
import types
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from lattice.adapter.trace import CellTrace
from lattice.adapter.verify.flow import Flow
from lattice.adapter.verify.recorder import Place
from lattice.browser.canonical import Canonical

# What differs from one moment to the next, in the words of the effect table.
_VOLATILE = (
    "reads the clock",
    "draws unseeded random values",
    "uses the network",
    "starts a process",
    "uses a database",
    "starts or awaits other threads",
    "reads from the terminal",
    "uses the state of the process",
    "writes a file",
)
_SHOWN = 60

# Variables by name: a text that is equal for equal values, and a short one for people.
Values: TypeAlias = dict[str, tuple[str, str]]


class Sides(NamedTuple):
    """The variables after an incremental and after a full run."""

    incremental: Values
    full: Values


@dataclass(frozen=True)
class Blame:
    """The first cell that is wrong; `volatile` is the reason why it may differ, if there is one."""

    line: int
    label: str
    action: str
    reason: str
    read: str
    volatile: str | None


def blame(
    text: str,
    plan: dict[str, Any],
    cells: list[CellTrace],
    sides: Sides,
    drawn: Place | None,
) -> Blame | None:
    """Find the cell.

    Parameters
    ----------
    text, plan : the script and its guard plan
    cells : what the cells did, in order
    sides : the module's variables after both runs
    drawn : the line that drew the first difference, if one did
    """
    differ = _different(sides.incremental, sides.full)
    known = plan["cells"]
    flow = Flow(text, known)
    # What a cell after it shows, or makes of it, is wrong for that reason.
    found = next((c for c in cells if differ.keys() & flow.writes(c.cell)), None)
    if found is None and drawn is not None:
        before = [cell for cell in cells if cell.line <= drawn.line]
        last = max((cell.line for cell in before), default=0)
        there = [cell for cell in before if cell.line == last]
        # Of one line's cells the last one draws.
        found = next((c for c in reversed(there) if c.action == "skip"), None) or (
            there[-1] if there else None
        )
    if found is None:
        found = next((cell for cell in cells if cell.action == "skip"), None)
    if found is None:
        return None
    tainted = _volatile_cells(known, flow)
    reads = [name for name in _reads(known[found.cell]) if name in differ]
    return Blame(
        found.line,
        found.label,
        "ran" if found.action == "run" else "was skipped",
        found.reason,
        _in_words(known[found.cell], found, reads, differ),
        tainted.get(found.cell),
    )


def _in_words(
    cell: dict[str, Any], trace: CellTrace, reads: list[str], differ: dict[str, tuple[str, str]]
) -> str:
    if reads:
        one, other = differ[reads[0]]
        return f"its read of `{reads[0]}`: {one} here, {other} in a full run"
    names = ", ".join(f"`{name}`" for name in _reads(cell)) or "none"
    if trace.action == "run":
        return (
            f"nothing: it ran in both, with equal reads ({names}), "
            "and depends on something that is not the same twice"
        )
    return f"none of its reads differs ({names}): it depends on something that is not watched"


def _reads(cell: dict[str, Any]) -> list[str]:
    return [*cell["locals"], *cell["fetch"], *cell["globals"]]


def described(variables: dict[str, Any]) -> Values:
    """Return what can be compared of a module's variables, and shown."""
    canonical = Canonical(exact=True)
    found: Values = {}
    for name, value in list(variables.items()):
        is_code = isinstance(value, type | types.ModuleType | types.FunctionType)
        if name.startswith("__") or is_code:
            continue
        try:
            found[name] = (repr(canonical.value(value)), _short(value))
        except Exception:
            # An object of the script that cannot be looked at.
            continue
    return found


def _different(mine: Values, fresh: Values) -> dict[str, tuple[str, str]]:
    """The variables that are not equal, with both values in short."""
    none = ("", "unbound")
    return {
        name: (mine.get(name, none)[1], fresh.get(name, none)[1])
        for name in mine.keys() | fresh.keys()
        if mine.get(name, none)[0] != fresh.get(name, none)[0]
    }


def _short(value: Any) -> str:
    text = re.sub(r"\s+", " ", repr(value))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _volatile_cells(cells: list[dict[str, Any]], flow: Flow) -> dict[int, str]:
    """Cells that depend on what differs from moment to moment, with the reason of the first."""
    reasons = {
        cell["id"]: f"line {cell['line']} {cell['always']}"
        for cell in cells
        if cell["always"] and cell["always"].startswith(_VOLATILE)
    }
    names = {name: reason for cell, reason in reasons.items() for name in flow.writes(cell)}
    grew = True
    while grew:
        grew = False
        for reads, writes in flow.statements:
            reason = next((names[name] for name in reads if name in names), None)
            fresh = writes - names.keys() if reason is not None else set()
            names.update(dict.fromkeys(fresh, reason or ""))
            grew = grew or bool(fresh)
    for cell in cells:
        found = next((names[name] for name in _reads(cell) if name in names), None)
        if found is not None:
            reasons.setdefault(cell["id"], found)
    return reasons
