"""Effects that only draw, one element after the other into one container: the common case."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, NamedTuple

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.delivery.node import Node, Path, node_of
from lattice.adapter.engine.cursors import Cursor, Cursors, Symbol
from lattice.adapter.engine.parts import Created

if TYPE_CHECKING:
    from lattice.adapter.engine.effects import CellEffects
    from lattice.adapter.engine.session import Session
    from lattice.adapter.engine.standing import Where


class Place(NamedTuple):
    """Where a container's cursor stands."""

    root: int
    parent: Path
    position: int


class Drawing:
    """Elements drawn into the container `symbol`, at offsets from where its cursor stood.

    `locked`: the cursors of those elements that the script can still reach. `moved`: by how much
    the container's cursor went on.
    """

    __slots__ = ("_cursor", "_place", "_steady", "elements", "locked", "moved", "symbol")

    def __init__(
        self,
        symbol: Symbol,
        elements: list[tuple[compat.ForwardMsg, Node | None, int]],
        locked: list[tuple[compat.LockedCursor, int]],
        moved: int,
    ) -> None:
        self.symbol = symbol
        self.elements = elements
        self.locked = locked
        self.moved = moved
        self._cursor: Cursor | None = None
        # Where it was drawn last, and the paths of its elements there.
        self._place: tuple[Place, list[Path]] | None = None
        self._steady: _core.Steady | None = None

    def is_possible(self, session: Session) -> bool:
        """Whether its containers are on the page of this run; asked before `repeat`."""
        kind, place = self.symbol
        if kind == "root":
            self._cursor = session.engines.context.cursors.get(place)
        if self._cursor is None or kind != "root":
            self._cursor = session.cursors.lookup(self.symbol)
        if not isinstance(self._cursor, compat.RunningCursor):
            return False
        return not self.locked or all(
            session.cursors.symbol(cursor) is not None for cursor, _ in self.locked
        )

    def repeat(self, session: Session) -> None:
        """Draw again at the container's present place."""
        cursor, self._cursor = self._cursor, None
        if not isinstance(cursor, compat.RunningCursor):
            raise RuntimeError(f"no container for {self.symbol}")
        place = Place(cursor._root_container, cursor._parent_path, cursor._index)
        if self._place is not None and self._place[0] == place:
            paths = self._place[1]
        else:
            start = (place.root, *place.parent)
            paths = [(*start, place.position + offset) for _, _, offset in self.elements]
            self._place = (place, paths)
            self._steady = None
        for locked, offset in self.locked:
            locked._root_container, locked._parent_path = place.root, place.parent
            locked._index = place.position + offset
            session.cursors.place(locked)
        for (content, node, _), path in zip(self.elements, paths, strict=True):
            session.send(content, path, node)
        if self.moved:
            cursor._index = place.position + self.moved
            cursor._transient_index = None

    def steady(self, where: Where) -> _core.Steady | None:
        """Return what repeats the drawing where it was just drawn, or None.

        `where` plain calls drew when the cell ran. Elements whose arrival makes the browser do
        something are sent each time.
        """
        if self._steady is None and self._place is not None and not self.locked:
            place, paths = self._place
            parts = [
                (path, node, (content, path))
                for (content, node, _), path in zip(self.elements, paths, strict=True)
                if node is not None and not node.acts and node.digest
            ]
            if len(parts) == len(paths):
                end = place.position + self.moved
                self._steady = _core.Steady(where, self.symbol, *place, end, tuple(parts))
        return self._steady


def drawing_of(effects: CellEffects) -> Drawing | None:
    """Return what the effects draw if that is all they do; asked in a later run."""
    does_more = (
        effects.seeds
        or effects.widgets
        or effects.writes
        or effects.params
        or effects.prints
        or effects.media
    )
    if does_more or len(effects.starts) != 1:
        return None
    ((symbol, start),) = effects.starts.items()
    elements: list[tuple[compat.ForwardMsg, Node | None, int]] = []
    for content, anchor in effects.messages:
        if anchor is None or not anchor.relative or anchor.symbol != symbol:
            return None
        elements.append((content, node_of(content), anchor.offset))
    effects.created = _reachable(effects.created, effects.session.cursors)
    locked: list[tuple[compat.LockedCursor, int]] = []
    for made in effects.created:
        parent = made.parent
        if not isinstance(made.cursor, compat.LockedCursor) or parent.symbol != symbol:
            return None
        if not parent.relative:
            return None
        locked.append((made.cursor, parent.offset))
    return Drawing(symbol, elements, locked, effects.ends[symbol] - start)


def _reachable(created: list[Created], cursors: Cursors) -> list[Created]:
    """Return those whose cursors the script can still reach, and forget the others.

    Most elements are drawn and never touched again. The list is emptied.
    """
    kept: list[Created] = []
    while created:
        made = created.pop()
        parent, end = made.parent, made.end
        known = cursors.forget(made.cursor)
        if known is None:
            kept.append(made)
            continue
        find = weakref.ref(made.cursor)
        del made
        cursor = find()
        if cursor is not None:
            cursors.restore(cursor, known)
            kept.append(Created(cursor, parent, end))
    kept.reverse()
    return kept
