"""What Lattice keeps for one browser session."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lattice.adapter import compat
from lattice.adapter.session import Session
from lattice.adapter.trigger import WidgetMemory

# Per session of the server and per AppTest there is one fragment storage; the engines hang on it.
_ATTRIBUTE = "_lattice"


@dataclass
class Engines:
    """What Lattice keeps for one browser session: engines by script path, and its widgets."""

    sessions: dict[str, Session] = field(default_factory=dict)
    widgets: WidgetMemory = field(default_factory=WidgetMemory)

    def changed_outside(self) -> None:
        """Code outside the cells ran."""
        for session in self.sessions.values():
            session.changed_outside()


def engines_of(storage: Any) -> Engines:
    """Return the engines that hang on a session's fragment storage."""
    found: Engines = storage.__dict__.setdefault(_ATTRIBUTE, Engines())
    return found


def changed_outside() -> None:
    """Code outside the cells of the current session runs."""
    context = compat.get_script_run_ctx()
    if context is not None:
        engines_of(context.fragment_storage).changed_outside()
