"""Where plain `st.` calls draw, and what the browser shows there: asked by the engine.

It asks once and repeats cells by itself until something is drawn anew (`python/bindings/drawing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.engine.cursors import Cursors, Symbol

if TYPE_CHECKING:
    from lattice.adapter.engine.engines import Engines

# The container plain `st.` calls draw into, the page and the fragment.
Where: TypeAlias = tuple[Symbol | None, tuple[str, str | None]]

# Containers that come and go make new places.
_MOST_PLACES = 1_000


class Standing:
    """The part of a session that knows where its script draws."""

    engines: Engines
    cursors: Cursors

    def __init__(self) -> None:
        _core.watch_scope(*compat.scope_variables())
        self._places: dict[Where, Where] = {}

    def place_of(self, where: Where) -> Where:
        """Return the same object for equal places, which the engine compares by identity."""
        if len(self._places) > _MOST_PLACES:
            self._places.clear()
        return self._places.setdefault(where, where)

    def standing(self) -> tuple[Any, ...] | None:
        """Return where plain `st.` calls draw, and what this run knows of the browser's page.

        None: all has to be sent, or nobody knows.
        """
        delivery = self.engines.delivery
        run = None if delivery is None else delivery.run
        if run is None or not run.partial:
            return None
        where = self.place_of((self.container_symbol(), compat.drawing_scope()))
        return where, run, run.nodes, run.before, run.unsure, run.drawn

    def container_symbol(self) -> Symbol | None:
        """Return the symbol of the container that plain `st.` calls draw into."""
        stack = compat.context_dg_stack.get()
        return self.cursors.symbol_of(stack[-1]) if stack else None

    def running_cursor(self, symbol: Symbol) -> compat.RunningCursor | None:
        """Return the cursor that fills a container, if that is on the page of this run."""
        cursor = self.cursors.lookup(symbol)
        return cursor if isinstance(cursor, compat.RunningCursor) else None
