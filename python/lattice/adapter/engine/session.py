"""The engine of one script: its records and its module, across interactions."""

from __future__ import annotations

import builtins
import datetime
import functools
import os
import sys
import threading
import types
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

from lattice import _core, instrument
from lattice.adapter import compat
from lattice.adapter.delivery.delivery import moved
from lattice.adapter.engine import copies, epochs, figures, forks, kept, modules, reload, worlds
from lattice.adapter.engine.effects import CellEffects
from lattice.adapter.engine.parts import MISSING
from lattice.adapter.engine.program import outgrown
from lattice.adapter.engine.standing import Standing
from lattice.adapter.watch import imports, request, signals

if TYPE_CHECKING:
    from lattice.adapter.delivery.node import Node, Path
    from lattice.adapter.engine.engines import Engines
    from lattice.adapter.engine.program import Program


class KnownFragment(NamedTuple):
    """The engine that saw a fragment's body, and what its script was then."""

    session: Session
    program: Program
    module: types.ModuleType

    @property
    def is_current(self) -> bool:
        """Whether the body is still of the engine's script."""
        return self.session.program is self.program and self.session.module is self.module


class _Thread(threading.local):
    """What a thread that runs scripts knows: whose engines, which script, and which one is next."""

    engines: Engines | None = None
    session: Session | None = None
    prepared: Session | None = None


_STRICT = "LATTICE_STRICT" in os.environ

# The kind of external state that is all of the session's state.
_ALL_KEYS = "session_state keys"

# What other threads do belongs to no cell.
thread = _Thread()


def current() -> Session | None:
    """Return the session whose script runs on this thread."""
    return thread.session


def begin() -> None:
    """Guard: the body of the script that this thread prepared begins."""
    session, thread.prepared = thread.prepared, None
    if session is None:
        raise RuntimeError("a script begins that was not prepared")
    # Not the script's own `globals()`: its last run may have left another value for that name.
    session.begin(sys._getframe(1).f_globals)


def end() -> None:
    """Guard: the body is left."""
    session = current()
    if session is not None:
        session.end()


class Session(Standing):
    """The engine of one script: one per `AppSession` or `AppTest`, script and page."""

    def __init__(
        self, program: Program, engines: Engines, module: types.ModuleType | None = None
    ) -> None:
        super().__init__()
        self.program = program
        self.engines = engines
        self.cursors = engines.cursors
        self.module = types.ModuleType("__main__") if module is None else module
        # Of a parallel fragment: its engine beside that of its script, on a thread of its own.
        self.is_worker = module is not None
        self.is_busy = threading.Lock()
        self._foreign_seen = 0
        # Fragments of the run before the one in progress.
        self._left: kept.Left | None = None
        self._figures: list[tuple[Any, Any]] = []
        # The session whose script runs this one as its page.
        self._outer: Session | None = None
        # Where the script prints unless it redirects that.
        self.output: Any = None
        self._signals = signals.Watch(self)
        self._clear_requested = False
        self._cache_epoch = epochs.caches
        self._file_epoch = epochs.files
        self._day = datetime.date.today()
        self._directory = os.path.dirname(engines.context.main_script_path)
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
        return self.engines.context

    @property
    def sent(self) -> dict[str, Any]:
        """What the browser sent for its widgets, by their ids."""
        return self.engines.sent

    def take(self, program: Program) -> bool:
        """Go on with another text of the script; False when nothing of the old one is left."""
        if self.program is program:
            return True
        changes = reload.compare(self.program, program, modules.texts(self._directory))
        if changes is None:
            return False
        self._engine.adopt(program.plan, changes)
        self.program = program
        return True

    def forked(self, engines: Engines) -> Session | None:
        """Return an engine that knows what this one, whose script still runs, has finished.

        The two share nothing that can change; None when this one knows nothing any more.
        """
        if self._clear_requested or self._cache_epoch != epochs.caches or self.is_worker:
            return None
        other = Session(self.program, engines)
        other._engine.fork_from(self._engine)
        return other

    def prepare(self) -> None:
        """This script is the next that begins on this thread; the last may have removed guards."""
        builtins.__dict__[instrument.GUARDS] = _core.guard
        thread.prepared = self

    def fresh_module(self, fresh: types.ModuleType) -> types.ModuleType:
        """Return the script's module in the state of a module just made.

        What the last run did to `__name__` or `__builtins__` ends with it (`begin` removes the
        other names); AppTest puts arguments into the new module.
        """
        namespace = vars(self.module)
        if kept.is_running(namespace):
            self.module = fresh
            self.request_clear()
            return fresh
        for key in [key for key in namespace if key.startswith("__") and key.endswith("__")]:
            del namespace[key]
        # Callbacks look theirs up, too: they run before the body.
        namespace.update(vars(fresh), __builtins__=vars(builtins))
        return self.module

    def begin(self, module_globals: dict[str, Any]) -> None:
        """Start the body: the variables of the last run are gone, its records are not."""
        module_globals["__builtins__"] = module_globals.pop("__builtins__")  # as `exec` puts it
        variables = dict(module_globals)
        storage = self.context.fragment_storage
        self._left = kept.left(storage, variables, module_globals, self._engine)
        for name in [n for n in module_globals if not (n.startswith("__") and n.endswith("__"))]:
            del module_globals[name]
        known = self.engines.fragments
        for identity in [key for key, value in known.items() if value.module is self.module]:
            del known[identity]
        figures.reopen(self._figures)
        self._start(module_globals, alone=False)
        if self._left is not None:
            # This run may not come to them.
            self._engine.keep(self._left.seen)
        kept.freeze(self._engine.kept_functions(), variables, module_globals)
        # Callbacks and what outlives its run are of the text they were made by.
        self._engine.move_code()

    def begin_alone(self) -> None:
        """Start a fragment that runs by itself: the variables are those the last run has left."""
        builtins.__dict__[instrument.GUARDS] = _core.guard
        self._start(vars(self.module), alone=True)

    def _start(self, module_globals: dict[str, Any], *, alone: bool) -> None:
        self._engine.look_at_modules()
        # Widgets of Streamlit without a value begin with today's date.
        today = datetime.date.today()
        stale = self._clear_requested or self._cache_epoch != epochs.caches or self._day != today
        if stale:
            self._clear_requested = False
            self._cache_epoch = epochs.caches
            self._day = today
            self._engine.clear()
        if self._file_epoch != epochs.files:
            self._file_epoch = epochs.files
            self._engine.changed_outside()
        outer = current()
        if outer is not None or self.is_worker:
            # The script around may have changed what both reach.
            self._engine.changed_outside()
        else:
            self.cursors.begin()
        self._outer, thread.session = outer, self
        self.output = sys.stdout
        self._foreign_seen = self.engines.foreign
        self._signals.pause(self.engines.push)
        self._engine.begin(module_globals, self._persistent(), alone)

    def _persistent(self) -> list[Any]:
        """Return the objects that live longer than a run."""
        safe = self.context.session_state
        state = safe._state
        with safe._lock:
            values = [*state._new_session_state.items(), *state._old_state.items()]
            # Choices among options of the run before.
            chosen = list(state._new_widget_state.states.values())
        return [value for key, value in values if key != compat.TESTING_KEY] + [
            item.value
            for item in chosen
            if isinstance(item, compat.WidgetValue) and not hasattr(item.value, "file_id")
        ]

    def end(self) -> None:
        """Finish the body, however it was left."""
        self._engine.end()
        self._figures = figures.open_figures()
        outer, self._outer = self._outer, None
        thread.session = outer
        last, self._left = self._left, None
        if last is not None:
            # Only a run that came to its end drops the fragments it did not call.
            shared = kept.keep_fragments(last, self.context, vars(self.module), self._engine)
            assert not (shared and _STRICT), f"shared with fragments of an earlier run: {shared}"
        self._signals.resume(self._engine.signals(), self.engines.push)
        interaction = self.engines.interaction
        if interaction is not None:
            interaction.record(self._engine.trace(), self.program, self.engines.widgets.labels)
            interaction.rewinds += self._engine.rewinds
        if self._engine.outgrown is not None:
            outgrown(self.program, self._engine.outgrown)
        if self._engine.lost and _STRICT:
            raise RuntimeError("an object could not be brought into an earlier state")
        if outer is not None:
            outer.page_ran()

    def page_ran(self) -> None:
        """Code that this engine did not see ran between two cells."""
        self._engine.recheck()

    def changed_outside(self) -> None:
        """A callback or a fragment ran: it may have changed any object."""
        self._engine.changed_outside()

    def keep_still(self) -> None:
        """Another thread looks at the script's objects from here on."""
        self._engine.keep_still()

    def caches_cleared(self) -> None:
        """The running script emptied a cache: what follows may be computed anew."""
        self._engine.distrust("a cache was cleared")
        if self._outer is not None:
            self._outer.caches_cleared()

    def request_clear(self) -> None:
        """Forget all records before the next run."""
        self._clear_requested = True

    def enter_fragment(self) -> str | None:
        """Note that the body of a fragment begins; return its id."""
        identity = compat.fragment_id()
        stack = compat.context_dg_stack.get()
        cursor: Any = stack[-1]._provided_cursor if stack else None
        if identity is None or cursor is None:
            return None
        self.cursors.name(cursor, ("fragment", identity))
        self.engines.fragments[identity] = KnownFragment(self, self.program, self.module)
        return identity

    def begin_worker(self) -> None:
        """Start a parallel fragment on this thread, while its script runs on another."""
        self._start(vars(self.module), alone=True)

    # ---------------------------------------------------------------- recording

    def take_foreign(self) -> bool:
        """Whether another thread drew since the last question."""
        seen, self._foreign_seen = self._foreign_seen, self.engines.foreign
        return seen != self._foreign_seen

    def adopt_cursor(self, parent: Any, child: Any, index: int) -> Any:
        """Give a cursor that was just made at `index` of its parent its place in the record."""
        effects = _core.active()
        child = self.cursors.adopt(child, self._engine.place)
        if effects is not None:
            effects.cursor(parent, child, index)
        return child

    # ---------------------------------------------------------------- replaying

    def send(self, message: compat.ForwardMsg, path: Path, node: Node | None) -> None:
        """Send a recorded message again, to a place that may be another one."""
        delivery = self.engines.delivery
        if node is None or delivery is None or not delivery.shows(node, path, message):
            self.engines.send(moved(message, path))

    def write_out(self, text: str) -> None:
        """Repeat what a cell printed."""
        # `print` is silent without an output.
        if sys.stdout is not None:
            sys.stdout.write(text)

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
        safe = self.context.session_state
        if kind == imports.KIND:
            return sys.modules.get(name, MISSING)
        try:
            with safe._lock:
                if request.is_request(kind):
                    return request.load(kind, name, safe._state.query_params)
                return safe._state.filtered_state if kind == _ALL_KEYS else safe._state[name]
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

    def is_of_project(self, module: types.ModuleType) -> bool:
        """Whether a module stands beside the script."""
        return modules.path_in(module, self._directory) is not None

    def fork_effects(self, effects: CellEffects) -> CellEffects | None:
        """Return effects of an engine that this one was forked from, for this one."""
        return forks.forked(effects, weakref.proxy(self))

    def survives_edit(self, effects: CellEffects) -> bool:
        """Whether effects show nothing of the script's text."""
        return forks.survives_edit(effects)

    can_copy = staticmethod(worlds.can_copy)
    copied = staticmethod(copies.copied)

    def local_token(self, module: types.ModuleType) -> str:
        """Return something equal for modules of the project whose code is the same."""
        return imports.token(module, self._directory)

    def local_hazard(self, module: types.ModuleType) -> str | None:
        """Return None for a library; for a module of the project, why what uses it must run.

        The state of such a module is the script's state. Its code is not split into cells, so what
        it may do (read the clock, files, the network) counts for every cell that uses it.
        """
        return None if module is self.module else modules.hazard(module, self._directory)
