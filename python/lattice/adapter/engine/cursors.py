"""Containers by symbol: where elements go, independent of this run's delta paths.

A *symbol* names the place that made a cursor: (place, ordinal), where the place is the cell or, for
code outside cells, the group. It is the same in every run; the delta path is not. For each symbol
there is one cursor object, reused by every run, so containers kept in variables stay valid.
"""

from __future__ import annotations

import copy
from typing import Any, TypeAlias

from lattice.adapter import compat

Cursor: TypeAlias = compat.RunningCursor | compat.LockedCursor
Symbol = tuple[Any, Any]
Path = tuple[int, ...]

# A script that makes containers in ever new places must not grow the tables for ever: above this
# many, those that were on no page for so many runs go.
_MOST_IDLE = 2_000
_IDLE_RUNS = 50


def root_symbol(container: int) -> Symbol:
    """Name one of the page's own containers (main, sidebar, ...)."""
    return ("root", container)


class Cursors:
    """The cursors of one browser session, of all its scripts."""

    def __init__(self) -> None:
        self._canonical: dict[Symbol, Cursor] = {}
        self._numbers: dict[Symbol, int] = {}
        self._running: dict[tuple[int, Path], compat.RunningCursor] = {}
        self._locked: dict[tuple[int, ...], compat.LockedCursor] = {}
        self._ordinals: dict[int, int] = {}
        # By address, not as attributes: a script may show a container with all its attributes.
        # The canonical cursors live as long as their symbols, so their addresses are theirs.
        self._known: dict[int, tuple[Symbol, int]] = {}
        self._tick = 0
        self._last_number = 0

    def forked(self) -> Cursors:
        """Return a table of cursors of their own, in which every symbol keeps its number."""
        other = Cursors()
        other._numbers = dict(self._numbers)
        other._last_number = self._last_number
        # A list at once: the run that has these cursors goes on.
        for symbol, cursor in list(self._canonical.items()):
            mine = copy.copy(cursor)
            mine._transient_index = None
            mine._transient_elements = type(cursor._transient_elements)()
            other._canonical[symbol] = mine
            other._known[id(mine)] = (symbol, 0)
        return other

    def counterpart(self, cursor: Cursor, older: Cursors) -> Cursor | None:
        """Return the cursor that took the place of one of the table this was forked from."""
        known = older._known.get(id(cursor))
        return None if known is None else self._canonical.get(known[0])

    def begin(self) -> None:
        """Start a run: no cursor of an earlier run is on the page any more."""
        self._tick += 1
        if len(self._canonical) > _MOST_IDLE:
            self._forget_before(self._tick - _IDLE_RUNS)
        self._running.clear()
        self._locked.clear()
        self._ordinals.clear()

    def _forget_before(self, tick: int) -> None:
        """Drop cursors of places that no run has reached for long."""
        for symbol, cursor in list(self._canonical.items()):
            if self._known[id(cursor)][1] < tick:
                del self._canonical[symbol], self._known[id(cursor)]
                self._numbers.pop(symbol, None)

    def adopt(self, child: Cursor, place: int) -> Cursor:
        """Give a new cursor its symbol; return the symbol's one cursor, moved to the new place."""
        ordinal = self._ordinals.get(place, 0)
        self._ordinals[place] = ordinal + 1
        symbol: Symbol = (place, ordinal)
        old = self._canonical.get(symbol)
        if (
            old is not None
            and type(old) is type(child)
            and old._root_container == child._root_container
            and self._known[id(old)][1] != self._tick
        ):
            old._parent_path = child._parent_path
            if isinstance(old, compat.RunningCursor):
                old.reset()
            else:
                old._index = child.index
            child = old
        elif old is not None:
            del self._known[id(old)]
        self._canonical[symbol] = child
        self._known[id(child)] = (symbol, self._tick)
        self.place(child)
        return child

    def name(self, cursor: Cursor, symbol: Symbol) -> None:
        """Give a cursor of this run a symbol of its own, whatever place made it."""
        known = self._known.pop(id(cursor), None)
        if known is not None and self._canonical.get(known[0]) is cursor:
            del self._canonical[known[0]]
        old = self._canonical.get(symbol)
        if old is not None:
            self._known.pop(id(old), None)
        self._canonical[symbol] = cursor
        self._known[id(cursor)] = (symbol, self._tick)
        self.place(cursor)

    def place(self, cursor: Cursor) -> None:
        """Note that the cursor is on the page of this run."""
        self._known[id(cursor)] = (self._known[id(cursor)][0], self._tick)
        if isinstance(cursor, compat.LockedCursor):
            self._locked[(cursor._root_container, *cursor._parent_path, cursor._index)] = cursor
        else:
            self._running[(cursor.root_container, cursor.parent_path)] = cursor

    def symbol(self, cursor: Cursor) -> Symbol | None:
        """Return the cursor's symbol; None for one that Lattice did not see being made."""
        known = self._known.get(id(cursor))
        if known is not None and self._canonical.get(known[0]) is cursor:
            return known[0]
        if isinstance(cursor, compat.RunningCursor) and not cursor.parent_path:
            return root_symbol(cursor.root_container)
        return None

    def forget(self, cursor: Cursor) -> tuple[Symbol, int] | None:
        """Let go of a cursor; returns what `restore` needs, or None for one that is not known."""
        symbol = self.symbol(cursor)
        if symbol is None or self._canonical.pop(symbol, None) is None:
            return None
        return self._known.pop(id(cursor))

    def restore(self, cursor: Cursor, known: tuple[Symbol, int]) -> None:
        """Take a cursor back that was forgotten."""
        self._canonical[known[0]] = cursor
        self._known[id(cursor)] = known

    def lookup(self, symbol: Symbol) -> Cursor | None:
        """Return the cursor of a symbol, if it is on the page of this run."""
        if symbol[0] == "root":
            return compat.get_container_cursor(symbol[1])
        cursor = self._canonical.get(symbol)
        if cursor is None or self._known[id(cursor)][1] != self._tick:
            return None
        return cursor

    def running_at(self, container: int, parent: Path) -> compat.RunningCursor | None:
        """Return the cursor that fills the block at a path."""
        if not parent:
            return compat.get_container_cursor(container)
        return self._running.get((container, parent))

    def locked_at(self, path: tuple[int, ...]) -> compat.LockedCursor | None:
        """Return the cursor that is fixed to one element's path."""
        return self._locked.get(path)

    def number(self, symbol: Symbol) -> int:
        """Return a small number for a symbol, the same in every run."""
        if symbol not in self._numbers:
            self._last_number += 1
            self._numbers[symbol] = self._last_number
        return self._numbers[symbol]

    def symbol_of(self, container: Any) -> Symbol | None:
        """Return the symbol of a container object (a `DeltaGenerator`)."""
        cursor = container._provided_cursor
        if cursor is None:
            return root_symbol(container._root_container)
        return self.symbol(cursor)
