"""What a comparison found, for people and for programs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Any

from lattice.adapter.verify.blame import Blame
from lattice.adapter.verify.recorder import Place

_MOST = 4
_INDENT = "       "
_ROOTS = {"main": 0, "sidebar": 1, "event": 2, "bottom": 3}


@dataclass
class Finding:
    """The page after `trigger` was not what a fresh run shows."""

    trigger: str
    path: str
    differences: list[str]
    blame: Blame | None = None
    drawn: Place | None = None

    @property
    def volatile(self) -> str | None:
        """Why the two runs may differ, or None: then the difference is a mistake of Lattice."""
        return None if self.blame is None else self.blame.volatile

    def text(self, *, certain: bool = False) -> str:
        """Several lines, the first of which names file and line.

        Parameters
        ----------
        certain : it is known that two full runs would not differ
        """
        name = os.path.basename(self.path)
        blame = self.blame
        line = blame.line if blame is not None else self.drawn.line if self.drawn else 1
        if self.volatile is not None and not certain:
            return (
                f"note: {name}:{line}: not comparable after {self.trigger}: {self.volatile}\n"
                + self._details()
            )
        what = "this interaction" if blame is None else f"`{blame.label}` {blame.action}"
        head = f"error: {name}:{line}: {what}, and the page would have been wrong"
        lines = [head, f"{_INDENT}after {self.trigger}"]
        if blame is not None:
            lines += [f"{_INDENT}reason given: {blame.reason}"] if blame.reason else []
            lines += [f"{_INDENT}should have caught it: {blame.read}"]
        return "\n".join(lines) + "\n" + self._details()

    def _details(self) -> str:
        shown = [re.sub(r"\n\s*", "\n" + _INDENT + "  ", text) for text in self.differences[:_MOST]]
        return "\n".join(f"{_INDENT}{text}" for text in shown)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "trigger": self.trigger,
            "path": self.path,
            "differences": self.differences,
            "cell": None if self.blame is None else vars(self.blame),
            "line": None if self.drawn is None else self.drawn.line,
            "not_comparable": self.volatile,
        }


@dataclass
class Findings:
    """Those of a process, in order; each volatile place is told once."""

    all: list[Finding] = field(default_factory=list)
    _told: set[tuple[str, str | None]] = field(default_factory=set)

    def is_new(self, finding: Finding) -> bool:
        """Note a finding; whether people should hear of it."""
        self.all.append(finding)
        if finding.volatile is None:
            return True
        key = (finding.path, finding.volatile)
        told = key in self._told
        self._told.add(key)
        return not told


def place_of(difference: str) -> tuple[int, ...] | None:
    """The delta path in the path of a difference, as `/page/main[0]/children[2]<markdown>/body`."""
    path = difference.split(":", 1)[0].split("/")[2:]
    if not path or path[0].split("[")[0] not in _ROOTS:
        return None
    numbers = [_ROOTS[path[0].split("[")[0]]]
    for part in path:
        name, _, rest = part.partition("[")
        if not rest or (len(numbers) > 1 and name != "children"):
            break
        numbers.append(int(rest.split("]")[0]))
    return tuple(numbers)
