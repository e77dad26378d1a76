"""What stays the same when the script is edited: docs/design/reload.md.

Cells are matched by the identity that the plan gives them. Code objects are matched by the
statement they stand in, so that functions made by the old text can go on with the new lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lattice.adapter.engine.program import Program

# Code that may look at line numbers names one of these; what moved is then no longer the same.
_LOOKS_AT_LINES = re.compile(
    r"\b(?:traceback|inspect|linecache|exc_info|currentframe|_getframe|_current_frames|stack_info"
    r"|format_exc|catch_warnings|showwarning|breakpoint|faulthandler|settrace|setprofile|__debug__"
    r"|add_note|__traceback__|with_traceback|tb_\w+|f_back|f_lineno|gi_frame|cr_frame|f_code)\b"
    r"|\.(?:echo|exception|warn)\b|lineno|\bco_(?:lines|positions|code|linetable|lnotab|filename)"
)
# `from __future__ import ...` changes the meaning of all that follows.
_FUTURES = 0x1FF0000


@dataclass
class Changes:
    """How the numbers of an old text become those of the new one; None: it is gone."""

    cells: list[int | None]
    functions: dict[str, str] = field(default_factory=dict)
    # First and last line of what moved, and its first line now; sorted and disjoint.
    lines: list[tuple[int, int, int]] = field(default_factory=list)
    codes: list[tuple[CodeType, CodeType]] = field(default_factory=list)


@dataclass(frozen=True)
class _Unit:
    """A statement, or the header of one that is walked; a definition counts whole."""

    identity: str
    first: int
    last: int
    header: int
    definition: bool

    def lines(self) -> range:
        """All lines of the unit."""
        return range(self.first, self.last + 1)


def compare(old: Program, new: Program, others: Iterable[str]) -> Changes | None:
    """Return what of `old` is still there in `new`, or None when nothing can be kept.

    Parameters
    ----------
    old, new : two texts of the same script, both with code
    others : the texts of the project's other modules
    """
    if old.code is None or new.code is None:
        return None
    if (old.code.co_flags ^ new.code.co_flags) & _FUTURES:
        return None
    fixed = any(_LOOKS_AT_LINES.search(text) for text in (old.text, new.text, *others))
    moved = list(_moved(list(_units(old.plan["body"])), list(_units(new.plan["body"])), fixed))
    codes, lost = _codes(old.code, new.code, moved)
    covered = {line for unit in _units(old.plan["body"]) for line in unit.lines()}
    if not lost <= covered:
        # Code that belongs to no statement: nobody could tell which cells hold it.
        return None
    changes = Changes(_cells(old.plan["cells"], new.plan["cells"], fixed))
    for line, last, number in _extents(old.plan["body"]):
        if any(line <= at <= last for at in lost):
            changes.cells[number] = None
    changes.functions = _functions(old.plan["functions"], new.plan["functions"])
    changes.lines = sorted((was.first, was.last, now.first) for was, now in moved)
    changes.codes = codes
    return changes


def _units(steps: list[dict[str, Any]]) -> Iterator[_Unit]:
    for step in steps:
        first, last = step["lines"]
        inner = step.get("body", [])
        header = max(first, inner[0]["lines"][0] - 1) if inner else last
        definition = step["step"] == "def"
        last = last if definition else header
        yield _Unit(step["identity"], first, last, header, definition)
        yield from _units(inner)
        for body in _other_bodies(step):
            yield from _units(body)


def _other_bodies(step: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the bodies of a step after its first one, in the order of the text."""
    return [*step.get("handlers", []), step.get("orelse", []), step.get("final", [])]


def _alone(units: list[_Unit]) -> Iterator[_Unit]:
    """Leave out what shares a line with another unit."""
    taken = Counter(line for unit in units for line in range(unit.first, unit.header + 1))
    for unit in units:
        if unit.definition or all(taken[at] == 1 for at in unit.lines()):
            yield unit


def _moved(old: list[_Unit], new: list[_Unit], fixed: bool) -> Iterator[tuple[_Unit, _Unit]]:
    """Pair the units of both texts; what is inside a paired definition is left out."""

    def key(unit: _Unit) -> tuple[str, int]:
        return unit.identity, unit.first if fixed else 0

    places: defaultdict[tuple[str, int], list[_Unit]] = defaultdict(list)
    for unit in reversed(list(_alone(new))):
        places[key(unit)].append(unit)
    end = 0
    for unit in _alone(old):
        same = places[key(unit)]
        found = same.pop() if same else None
        if found is None or unit.first <= end or found.last - found.first != unit.last - unit.first:
            continue
        end = unit.last
        yield unit, found


def _codes_of(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes_of(constant)


def _shape(code: CodeType) -> tuple[Any, ...]:
    return (
        code.co_qualname,
        code.co_flags,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_argcount,
        code.co_kwonlyargcount,
    )


def _codes(
    old: CodeType, new: CodeType, moved: list[tuple[_Unit, _Unit]]
) -> tuple[list[tuple[CodeType, CodeType]], set[int]]:
    """Pair the code objects of units that moved; and the lines of those without a partner."""
    before, after = list(_codes_of(old)), list(_codes_of(new))
    pairs: list[tuple[CodeType, CodeType]] = []
    for was, now in moved:
        left = [code for code in before if was.first <= code.co_firstlineno <= was.last]
        right = [code for code in after if now.first <= code.co_firstlineno <= now.last]
        by = now.first - was.first
        if len(left) == len(right) and all(
            a.co_firstlineno + by == b.co_firstlineno and _shape(a) == _shape(b)
            for a, b in zip(left, right, strict=True)
        ):
            pairs += zip(left, right, strict=True)
    paired = {id(code) for code, _ in pairs}
    return pairs, {code.co_firstlineno for code in before if id(code) not in paired}


def _cells(old: list[dict[str, Any]], new: list[dict[str, Any]], fixed: bool) -> list[int | None]:
    def key(cell: dict[str, Any]) -> tuple[str, int]:
        return cell["identity"], cell["line"] if fixed else 0

    places: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for cell in reversed(new):
        places[key(cell)].append(cell["id"])
    return [same.pop() if (same := places[key(cell)]) else None for cell in old]


def _extents(steps: list[dict[str, Any]]) -> Iterator[tuple[int, int, int]]:
    """Yield the lines of each cell's statement (or its header), and the cell's number."""
    for step, unit in zip(_flat(steps), _units(steps), strict=True):
        numbers = [step.get("cell"), step.get("test"), step.get("iter"), step.get("opaque")]
        numbers += [item["cell"] for item in step.get("items", [])]
        numbers += [*(step.get("args") or []), *(step.get("kwargs") or [])]
        for number in numbers:
            if number is not None:
                whole = number == step.get("opaque")
                yield unit.first, step["lines"][1] if whole else unit.last, number


def _flat(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        yield from _flat(step.get("body", []))
        for body in _other_bodies(step):
            yield from _flat(body)


def _functions(old: list[str], new: list[str]) -> dict[str, str]:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for key in reversed(new):
        places[key.split(":")[0]].append(key)
    found = [(key, places[key.split(":")[0]]) for key in old]
    return {key: same.pop() for key, same in found if same}
