"""The engine of one session: its records, containers and module, across interactions."""

from __future__ import annotations

import builtins
import datetime
import functools
import os
import sys
import threading
import types
import weakref
from typing import TYPE_CHECKING, Any

from lattice import _core, instrument
from lattice.adapter import compat, epochs, modules
from lattice.adapter.cursors import Cursors, Symbol
from lattice.adapter.effects import MISSING, CellEffects
from lattice.adapter.trace import Interaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from lattice.adapter.program import Program
    from lattice.adapter.trigger import WidgetMemory

# Which session's script runs on a thread; what other threads do belongs to no cell.
_thread = threading.local()


def current() -> Session | None:
    """Return the session whose script runs on this thread."""
    session: Session | None = getattr(_thread, "session", None)
    return session


def begin() -> None:
    """Guard: the body of the script that this thread prepared begins."""
    session: Session = _thread.prepared
    # Not the script's own `globals()`: its last run may have left another value for that name.
    session.begin(sys._getframe(1).f_globals)


def end() -> None:
    """Guard: the body is left."""
    session = current()
    if session is not None:
        session.end()


class Session:
    """One per `AppSession` and script, one per `AppTest`."""

    def __init__(self, program: Program, widgets: WidgetMemory) -> None:
        self.program = program
        self._widgets = widgets
        self.cursors = Cursors()
        self.module = types.ModuleType("__main__")
        # Held by the runner that executes the script; a second one runs it plain meanwhile.
        self.lock = threading.Lock()
        self.interaction: Interaction | None = None
        self._context: compat.ScriptRunContext | None = None
        # What the browser sent for its widgets, by their ids.
        self.sent: dict[str, Any] = {}
        self._foreign = False
        # Where the script prints unless it redirects that.
        self.output: Any = None
        self._clear_requested = False
        self._cache_epoch = epochs.caches
        self._day = datetime.date.today()
        self._directory = os.path.dirname(program.path)
        self._send: Callable[[compat.ForwardMsg], None] | None = None
        # The engine holds the adapter from native code, where the garbage collector cannot follow:
        # a strong reference would keep closed sessions for ever.
        adapter = weakref.proxy(self)
        self._engine = _core.Engine(
            program.plan,
            adapter,
            functools.partial(CellEffects, adapter),
            compat.StreamlitPage.run,
        )

    # ---------------------------------------------------------------- one run

    @property
    def context(self) -> compat.ScriptRunContext:
        """The context of the run in progress."""
        if self._context is None:
            raise RuntimeError("no script is running")
        return self._context

    def attach(self, context: compat.ScriptRunContext) -> None:
        """This thread runs the script next; watch what its context sends."""
        # A script run before may have removed them.
        builtins.__dict__[instrument.GUARDS] = _core.guard
        _thread.prepared = self
        if self._context is context:
            return
        self._context = context
        self._send = context.enqueue
        context.__dict__["enqueue"] = _core.Hook(self._send, self._sending, None, True)

    def begin(self, module_globals: dict[str, Any]) -> None:
        """Start the body: the variables of the last run are gone, its records are not."""
        # Widgets of Streamlit without a value begin with today's date.
        today = datetime.date.today()
        stale = self._clear_requested or self._cache_epoch != epochs.caches or self._day != today
        if stale:
            self._clear_requested = False
            self._cache_epoch = epochs.caches
            self._day = today
            self._engine.clear()
        for name in [n for n in module_globals if not (n.startswith("__") and n.endswith("__"))]:
            del module_globals[name]
        _thread.session = self
        self.output = sys.stdout
        self._foreign = False
        state = self.context.session_state._state
        persistent = [
            value
            for values in (state._new_session_state, state._old_state)
            for key, value in values.items()
            if key != compat.TESTING_KEY
        ]
        # Choices among options of the run before.
        persistent += [
            item.value
            for item in state._new_widget_state.states.values()
            if isinstance(item, compat.WidgetValue) and not hasattr(item.value, "file_id")
        ]
        self._engine.begin(module_globals, persistent)
        self.cursors.begin(self._engine.tick)

    def end(self) -> None:
        """Finish the body, however it was left."""
        self._engine.end()
        _thread.session = None
        if self.interaction is not None:
            self.interaction.record(self._engine.trace(), self.program, self._widgets.labels)

    def changed_outside(self) -> None:
        """A callback or a fragment ran: it may have changed any object."""
        self._engine.changed_outside()

    def caches_cleared(self) -> None:
        """The running script emptied a cache: what follows may be computed anew."""
        self._engine.distrust("a cache was cleared")

    def request_clear(self) -> None:
        """Forget all records before the next run."""
        self._clear_requested = True

    # ---------------------------------------------------------------- recording

    def _sending(self, message: compat.ForwardMsg) -> None:
        if current() is not self:
            self._foreign = True
            return
        effects = _core.active()
        if effects is not None:
            effects.message(message)
            self._note_label(message)

    def _note_label(self, message: compat.ForwardMsg) -> None:
        if (
            message.WhichOneof("type") != "delta"
            or message.delta.WhichOneof("type") != "new_element"
        ):
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        proto = getattr(element, kind) if kind else None
        label, identity = getattr(proto, "label", ""), getattr(proto, "id", "")
        if isinstance(label, str) and identity:
            self._widgets.labels[identity] = label

    def take_foreign(self) -> bool:
        """Whether another thread drew since the last question."""
        foreign, self._foreign = self._foreign, False
        return foreign

    def adopt_cursor(self, parent: Any, child: Any, index: int) -> Any:
        """Give a cursor that was just made at `index` of its parent its place in the record."""
        effects = _core.active()
        child = self.cursors.adopt(child, self._engine.place)
        if effects is not None:
            effects.cursor(parent, child, index)
        return child

    # ---------------------------------------------------------------- replaying

    def send(self, message: compat.ForwardMsg, path: tuple[int, ...] | None) -> None:
        """Send a recorded message again, to a place that may be another one."""
        if self._send is None:
            raise RuntimeError("no script is running")
        moved = path is not None and tuple(message.metadata.delta_path) != path
        if moved:
            copy = compat.ForwardMsg()
            copy.CopyFrom(message)
            copy.hash = ""
            copy.metadata.cacheable = False
            if path is not None:
                copy.metadata.delta_path[:] = path
            message = copy
        self._send(message)

    def write_out(self, text: str) -> None:
        """Repeat what a cell printed."""
        # `print` is silent without an output.
        if sys.stdout is not None:
            sys.stdout.write(text)

    def container_symbol(self) -> Symbol | None:
        """Return the symbol of the container that plain `st.` calls draw into."""
        stack = compat.context_dg_stack.get()
        return self.cursors.symbol_of(stack[-1]) if stack else None

    def digest(self, value: Any) -> Any:
        """Return something equal only to the digest of an equal object."""
        digest = self._engine.digest(value)
        return object() if digest is None else digest

    def has_media(self, media: list[tuple[str, str]]) -> bool:
        """Whether all files (coordinates, file id) are still served."""
        if not media:
            return True
        manager = compat.media_manager()
        return manager is None or all(file in manager._file_metadata for _, file in media)

    def restore_media(self, media: list[tuple[str, str]]) -> None:
        """Keep files alive that this session still shows."""
        manager = compat.media_manager() if media else None
        if manager is None:
            return
        with manager._lock:
            files = manager._files_by_session_and_coord[self.context.session_id]
            files.update(media)

    # ---------------------------------------------------------------- asked by the engine

    def load(self, key: tuple[str, Any]) -> Any:
        """Return the present value of something outside the script's variables."""
        kind, name = key
        state = self.context.session_state._state
        try:
            if kind == "session_state keys":
                return state.filtered_state
            return state[name]
        except KeyError:
            return MISSING

    def symbol_of(self, container: Any) -> int | None:
        """Return the number of a container's symbol and state, or None when it has no symbol."""
        if type(container).__name__ in compat.STATEFUL_CONTAINERS:
            return None
        symbol = self.cursors.symbol_of(container)
        if symbol is None:
            return None
        # Tabs, expanders and popovers tell whether they are open.
        is_open = vars(container).get("_open")
        return 3 * self.cursors.number(symbol) + (0 if is_open is None else 1 + bool(is_open))

    def local_hazard(self, module: types.ModuleType) -> str | None:
        """Return None for a library; for a module of the project, why what uses it must run.

        The state of such a module is the script's state. Its code is not split into cells, so what
        it may do (read the clock, files, the network) counts for every cell that uses it.
        """
        return None if module is self.module else modules.hazard(module, self._directory)
