"""What one run of one cell did outside its variables, and how to do it again without running it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.delivery.node import node_of
from lattice.adapter.engine.cursors import Cursor, Symbol
from lattice.adapter.engine.drawing import Drawing, drawing_of
from lattice.adapter.engine.parts import (
    MISSING,
    Anchor,
    Created,
    Message,
    ParamChange,
    Widget,
    Write,
)

if TYPE_CHECKING:
    from lattice.adapter.engine.session import Session

# Messages of one run of one cell that are kept for replay.
_MOST_MESSAGES = 10_000


class CellEffects:
    """Recorder while the cell runs, then its record.

    The engine calls `finish` once, then `verify` and `replay` in later interactions.
    """

    __slots__ = (
        "blocked",
        "container",
        "created",
        "drawing",
        "ends",
        "filled",
        "is_new",
        "media",
        "messages",
        "outer",
        "params",
        "params_before",
        "prints",
        "repeats",
        "scope",
        "seeds",
        "session",
        "starts",
        "steady",
        "widgets",
        "writes",
    )

    def __init__(self, session: Session) -> None:
        self.session = session
        self.blocked: str | None = None
        self.container = session.container_symbol()
        self.scope = compat.drawing_scope()
        self.messages: list[Message] = []
        # Nobody has asked to repeat them yet.
        self.is_new = True
        # All that they do, if that is to draw; `repeats`: it is possible now.
        self.drawing: Drawing | None = None
        self.repeats = False
        # The same for the engine, which then does not ask here.
        self.steady: _core.Steady | None = None
        self.created: list[Created] = []
        self.starts: dict[Symbol, int] = {}
        self.ends: dict[Symbol, int] = {}
        # Places that the cell drew into and did not make.
        self.outer: set[Symbol] = set()
        self.widgets: list[Widget] = []
        self.seeds: list[tuple[str, str]] = []
        self.writes: list[Write] = []
        self.params: list[ParamChange] = []
        # The parameters before each change in progress, one inside the other.
        self.params_before: list[dict[str, Any]] = []
        self.prints: list[str] = []
        # A cached function computed: another time it would only give its value.
        self.filled = False
        self.media: list[tuple[str, str]] = []

    # ---------------------------------------------------------------- recording

    def block(self, reason: str) -> None:
        """The cell cannot be skipped; the first reason counts."""
        if self.blocked is None:
            self.blocked = reason

    def message(self, content: compat.ForwardMsg) -> None:
        """Record a message that is about to be sent."""
        if self.blocked is not None:
            return
        if len(self.messages) >= _MOST_MESSAGES:
            # An animation that never ends; it would fill the memory.
            self.messages.clear()
            self.block(f"it drew more than {_MOST_MESSAGES:,} times")
            return
        # Changes of query parameters are effects of their own.
        if content.WhichOneof("type") == "page_info_changed":
            return
        path = tuple(content.metadata.delta_path)
        if content.WhichOneof("type") != "delta" or not path:
            self.messages.append(Message(content, None))
            return
        if content.delta.WhichOneof("type") == "new_transient":
            # A spinner: gone when the cell ends, so there is nothing to repeat.
            return
        anchor = self._anchor(path)
        if anchor is None:
            self.block("it draws into a place that is not known")
            return
        self.messages.append(Message(content, anchor))

    def _anchor(self, path: tuple[int, ...]) -> Anchor | None:
        cursors = self.session.cursors
        cursor = cursors.running_at(path[0], path[1:-1])
        symbol = None if cursor is None else cursors.symbol(cursor)
        if cursor is not None and symbol is not None:
            if self._made(symbol):
                return Anchor(symbol, path[-1], False)
            start = self.starts.setdefault(symbol, cursor.index)
            if path[-1] >= start:
                return Anchor(symbol, path[-1] - start, True)
        locked = cursors.locked_at(path)
        symbol = None if locked is None else cursors.symbol(locked)
        return None if symbol is None else Anchor(symbol, 0, False)

    def _made(self, symbol: Symbol) -> bool:
        find = self.session.cursors.symbol
        return any(find(created.cursor) == symbol for created in self.created)

    def cursor(self, parent: Cursor, child: Cursor, index: int) -> None:
        """Record a cursor made at `index` of its parent (`index`: before the parent moved on)."""
        if self.blocked is not None:
            return
        symbol = self.session.cursors.symbol(parent)
        if symbol is None:
            self.block("it draws into a container that is not known")
            return
        if isinstance(parent, compat.LockedCursor):
            anchor = Anchor(symbol, 0, False)
        elif self._made(symbol):
            anchor = Anchor(symbol, index, False)
        else:
            start = self.starts.setdefault(symbol, index)
            anchor = Anchor(symbol, index - start, True)
        self.created.append(Created(child, anchor, 0))

    def seed(self, kind: str, value: str) -> None:
        """Record an id that must be unique on the page."""
        if kind == "new_fragment_ids":
            self.block("it runs a fragment that is not seen through")
        self.seeds.append((kind, value))

    def registered(
        self,
        state: Any,
        metadata: compat.WidgetMetadata[Any],
        user_key: str | None,
        value_changed: bool,
    ) -> None:
        """Record a widget; its value becomes a read of the cell."""
        page = self.session.context.page_script_hash
        self.widgets.append(Widget(metadata, user_key, page))
        if value_changed:
            self.block("its widget was set by the script")
        _core.note_external(("widget", metadata.id), state[metadata.id])

    def wrote(self, key: str, value: Any) -> None:
        """Record a change of the session's state."""
        self.writes.append(Write(key, value, None))

    def printed(self, text: str) -> None:
        """Record what went to the standard output."""
        if self.blocked is not None:
            return
        if sys.stdout is not self.session.output:
            self.block("it prints while the standard output is another one")
        self.prints.append(text)
        if len(self.prints) >= _MOST_MESSAGES:
            self.prints.clear()
            self.block(f"it printed more than {_MOST_MESSAGES:,} times")

    def has_written(self, key: str) -> bool:
        """Whether the cell itself changed this key before."""
        return any(write.key == key for write in self.writes)

    # ---------------------------------------------------------------- the engine's side

    def finish(self, completed: bool) -> tuple[str | None, list[Any], bool]:
        """End the recording: the reason not to skip, the objects handed out, `filled`."""
        cursors = self.session.cursors
        if completed:
            for symbol, start in self.starts.items():
                cursor = cursors.lookup(symbol)
                self.ends[symbol] = start if cursor is None else cursor.index
            self.created = [made._replace(end=made.cursor.index) for made in self.created]
            anchors = [m.anchor for m in self.messages if m.anchor is not None]
            anchors += [made.parent for made in self.created]
            own = {cursors.symbol(made.cursor) for made in self.created}
            self.outer = {anchor.symbol for anchor in anchors}.union(self.starts) - own
        if self.session.take_foreign():
            self.block("a thread draws")
        if self.filled and (self.prints or self.writes):
            self.block("a cached function did more than compute")
        self.writes = [
            write._replace(digest=self.session.digest(write.value)) for write in self.writes
        ]
        return self.blocked, self._exports(), self.filled

    def _exports(self) -> list[Any]:
        exports: list[Any] = [write.value for write in self.writes if write.value is not MISSING]
        for widget in self.widgets:
            metadata = widget.metadata
            exports.extend((metadata.callback_args, metadata.callback_kwargs))
            for callback in (metadata.callback, *(metadata.callbacks or {}).values()):
                exports.extend(_held_by(callback))
        return exports

    def verify(self) -> str | None:
        """Say why the effects cannot be repeated now, or None."""
        if self.is_new:
            self.is_new, self.drawing = False, drawing_of(self)
        self.repeats = self.drawing is not None and self.drawing.is_possible(self.session)
        if self.repeats:
            return self._elsewhere()
        # A parallel fragment may use the session's state on another thread.
        with self.session.context.session_state._lock:
            return self._verify()

    def _elsewhere(self) -> str | None:
        """Say why plain `st.` calls do not draw where they did, or None."""
        if self.session.container_symbol() != self.container:
            return "it stands in another container"
        if compat.drawing_scope() != self.scope:
            return "it stands in another fragment or page"
        return None

    def _verify(self) -> str | None:
        session = self.session
        elsewhere = self._elsewhere()
        if elsewhere is not None:
            return elsewhere
        shared = session.context.shared
        for kind, value in self.seeds:
            if value in getattr(shared, kind):
                return "its widget or form is on the page already"
        state = session.context.session_state._state
        for registered in self.widgets:
            why = _why_not_again(registered, state, session.context)
            if why is not None:
                return why
        for write in self.writes:
            if write.value is not MISSING and session.digest(write.value) != write.digest:
                return f"the value it put into `session_state.{write.key}` was changed in place"
            widget = state._key_id_mapper.get_id_from_key(write.key, None)
            if widget is not None and widget in shared.widget_ids_this_run:
                return f"it sets widget `{write.key}` after it was drawn"
        bound = state.query_params.is_bound
        if any(bound(key) for change in self.params for key in change.values):
            return "a query parameter it sets is bound to a widget"
        if any(session.cursors.lookup(symbol) is None for symbol in self.outer):
            return "the container it drew into is gone"
        if any(session.cursors.symbol(made.cursor) is None for made in self.created):
            return "the containers it made are forgotten"
        return None if session.has_media(self.media) else "a file it showed is gone"

    def replay(self) -> None:
        """Do it again: register, write, draw at the current places, print."""
        session = self.session
        if self.drawing is not None and self.repeats:
            self.drawing.repeat(session)
            if session.engines.delivery is not None:
                self.steady = self.drawing.steady(session.place_of((self.container, self.scope)))
            return
        self._register()
        cursors = session.cursors
        base: dict[Symbol, int] = {}
        for symbol in self.starts:
            cursor = cursors.lookup(symbol)
            base[symbol] = 0 if cursor is None else cursor.index
        for created in self.created:
            self._place(created, base)
        session.restore_media(self.media)
        for content, anchor in self.messages:
            path = () if anchor is None else self._path(anchor, base)
            session.send(content, path, node_of(content))
        for symbol, start in self.starts.items():
            cursor = cursors.lookup(symbol)
            moved = self.ends[symbol] - start
            if isinstance(cursor, compat.RunningCursor) and moved:
                cursor._index = base[symbol] + moved
                cursor._transient_index = None
        for text in self.prints:
            session.write_out(text)

    def _register(self) -> None:
        """Register the widgets again, and change what the session holds."""
        context = self.session.context
        for kind, value in self.seeds:
            getattr(context.shared, kind).check_and_add(value)
        state = context.session_state._state
        with context.session_state._lock:
            for metadata, user_key, _ in self.widgets:
                state.register_widget(metadata, user_key)
            for change in self.params:
                change.apply(state.query_params)
            for key, value, _ in self.writes:
                if value is not MISSING:
                    state[key] = value
                elif key in state:
                    del state[key]

    def _path(self, anchor: Anchor, base: dict[Symbol, int]) -> tuple[int, ...]:
        cursor = self.session.cursors.lookup(anchor.symbol)
        if cursor is None:
            raise RuntimeError(f"no container for {anchor}")
        if isinstance(cursor, compat.LockedCursor):
            return (cursor.root_container, *cursor.parent_path, cursor.index)
        index = anchor.offset + (base[anchor.symbol] if anchor.relative else 0)
        return (cursor.root_container, *cursor.parent_path, index)

    def _place(self, created: Created, base: dict[Symbol, int]) -> None:
        path = self._path(created.parent, base)
        cursor = created.cursor
        cursor._root_container = path[0]
        if isinstance(cursor, compat.RunningCursor):
            cursor._parent_path = path[1:]
            cursor.reset()
        else:
            cursor._parent_path = path[1:-1]
        cursor._index = created.end if isinstance(cursor, compat.RunningCursor) else path[-1]
        self.session.cursors.place(cursor)


def _why_not_again(widget: Widget, state: Any, context: compat.ScriptRunContext) -> str | None:
    """Say why registering the widget would now do more than it did, or None."""
    metadata, user_key, page = widget
    if metadata.disabled and metadata.id in state._new_widget_state:
        return "the browser sent a value for its disabled widget"
    if user_key is None:
        return None
    # Otherwise the browser's value wins over what the address or an earlier page has.
    elsewhere = metadata.id not in state._new_widget_state
    if metadata.bind is not None:
        lost = user_key in state._old_state and not state.query_params.has_param(user_key)
        if elsewhere or lost or context.is_history_navigation:
            return f"widget `{user_key}` may take its value from the address"
    if metadata.persist_state is not None and (elsewhere or page != context.page_script_hash):
        return f"widget `{user_key}` may take its value from an earlier page"
    if user_key in state._new_session_state:
        return f"widget `{user_key}` was set by the script"
    if metadata.id not in state._new_widget_state and user_key in state._old_state:
        return f"widget `{user_key}` is back on the page"
    return None


def _held_by(callback: Callable[..., Any] | None) -> list[Any]:
    """What a callback holds: defaults and closure of a function, or the callable itself."""
    if callback is None:
        return []
    if not isinstance(callback, FunctionType):
        return [callback]
    held: list[Any] = [callback.__defaults__, callback.__kwdefaults__]
    for cell in callback.__closure__ or ():
        try:
            held.append(cell.cell_contents)
        except ValueError:
            continue
    return held
