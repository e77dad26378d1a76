"""Effects of cells for another engine, and across edits of the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lattice.adapter.engine import copies
from lattice.adapter.engine.effects import CellEffects
from lattice.adapter.engine.parts import Created

if TYPE_CHECKING:
    from lattice.adapter.engine.session import Session


def forked(effects: CellEffects, session: Session) -> CellEffects | None:
    """Return the same effects for the engine of `session`; None when they hold parts of theirs."""
    bound = any(
        widget.metadata.callback is not None or widget.metadata.callbacks
        for widget in effects.widgets
    )
    shared = any(not copies.is_atom(write.value) for write in effects.writes)
    created: list[Created] = []
    for made in effects.created:
        cursor = session.cursors.counterpart(made.cursor, effects.session.cursors)
        if cursor is not None:
            created.append(made._replace(cursor=cursor))
    if bound or shared or len(created) < len(effects.created):
        return None
    copy = object.__new__(CellEffects)
    for name in CellEffects.__slots__:
        setattr(copy, name, getattr(effects, name))
    copy.session, copy.created = session, created
    copy.is_new, copy.drawing, copy.steady = True, None, None
    return copy


def survives_edit(effects: CellEffects) -> bool:
    """Whether they show no lines of the script, which an edit may move."""
    return not any(
        content.WhichOneof("type") == "delta"
        and content.delta.WhichOneof("type") == "new_element"
        and content.delta.new_element.WhichOneof("type") == "exception"
        for content, _ in effects.messages
    )
