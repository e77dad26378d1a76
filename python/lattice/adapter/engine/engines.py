"""What Lattice keeps for one browser session, and what the scripts of one run share."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.delivery.delivery import Delivery
from lattice.adapter.engine.cursors import Cursors
from lattice.adapter.engine.session import KnownFragment, Session, current, thread
from lattice.adapter.engine.trigger import WidgetMemory
from lattice.adapter.trace import Interaction
from lattice.adapter.watch.signals import Push

if TYPE_CHECKING:
    from collections.abc import Callable

    from lattice.adapter.engine.program import Program

# Per session of the server and per AppTest there is one fragment storage; the engines hang on it.
_ATTRIBUTE = "_lattice"
# Parallel fragments of one page; more are those of pages and places that were left.
_MOST_WORKERS = 100


@dataclass
class Engines:
    """What Lattice keeps for one browser session.

    Sessions are the engines of its scripts, by path and page; `fragments` are those whose bodies
    carry guards, by Streamlit's ids.
    """

    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    widgets: WidgetMemory = field(default_factory=WidgetMemory)
    cursors: Cursors = field(default_factory=Cursors)
    fragments: dict[str, KnownFragment] = field(default_factory=dict)
    # The engines of parallel fragments, by Streamlit's ids.
    workers: dict[str, Session] = field(default_factory=dict)
    # Those whose thread was asked for and has not begun.
    waiting: dict[str, Session | None] = field(default_factory=dict)
    # Held by the runner that executes the scripts; a second one runs them plain meanwhile.
    lock: threading.Lock = field(default_factory=threading.Lock)
    interaction: Interaction | None = None
    # What the browser sent for its widgets, by their ids.
    sent: dict[str, Any] = field(default_factory=dict)
    push: Push = field(default_factory=Push)
    delivery: Delivery | None = None
    # How often a thread that runs no script has drawn.
    foreign: int = 0
    # The engines of a run that is not over; those of its scripts are forked when they are needed.
    origin: dict[tuple[str, str], Session] = field(default_factory=dict)
    _context: compat.ScriptRunContext | None = None
    _send: Callable[[compat.ForwardMsg], None] | None = None

    @property
    def context(self) -> compat.ScriptRunContext:
        """The context of the run in progress."""
        if self._context is None:
            raise RuntimeError("no script is running")
        return self._context

    def attach(self, context: compat.ScriptRunContext) -> None:
        """This thread runs the scripts next; watch what its context sends."""
        thread.engines = self
        if self._context is context:
            return
        self._context = context
        self.push.attach(context.session_id)
        self._send = context.enqueue
        context.__dict__["enqueue"] = _core.Hook(self._send, self._sending, None, True)

    def release(self) -> None:
        """Let another runner execute the scripts."""
        if getattr(thread, "engines", None) is self:
            thread.engines = thread.prepared = None
            self.interaction = None
            self.lock.release()

    def forked(self) -> Engines:
        """Return engines for a run that does not wait for the one in progress."""
        return Engines(
            widgets=self.widgets,
            cursors=self.cursors.forked(),
            origin={**self.origin, **self.sessions},
        )

    def session_for(self, program: Program, page: str) -> Session:
        """Return the engine of a script; `page` is Streamlit's hash of the page it is run as."""
        session = self.sessions.get((program.path, page))
        older = self.origin.pop((program.path, page), None)
        if session is None and older is not None:
            session = older.forked(self)
        if session is None or not session.take(program):
            session = Session(program, self)
        self.sessions[program.path, page] = session
        return session

    def worker_for(self, identity: str, script: Session) -> Session | None:
        """Return the engine of a parallel fragment of a running script; None: it runs plain."""
        if script.program.plan["globals_written"]:
            # Nobody could tell which thread bound a variable of the module.
            script.request_clear()
            return None
        worker = self.workers.get(identity)
        if (
            worker is None
            or worker.program is not script.program
            or worker.module is not script.module
        ):
            while len(self.workers) >= _MOST_WORKERS:
                del self.workers[next(iter(self.workers))]
            worker = self.workers[identity] = Session(script.program, self, script.module)
        return worker

    def changed_outside(self) -> None:
        """Code outside the cells ran."""
        for session in [*self.sessions.values(), *self.workers.values()]:
            session.changed_outside()

    # ---------------------------------------------------------------- messages

    def send(self, message: compat.ForwardMsg) -> None:
        """Send as the script's own calls do, unrecorded."""
        if self._send is None:
            raise RuntimeError("no script is running")
        self._send(message)

    def _sending(self, message: compat.ForwardMsg) -> None:
        session = current()
        if session is None or session.engines is not self:
            # A parallel fragment draws into a place of its own.
            self.foreign += not compat.is_parallel_worker()
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
            self.widgets.labels[identity] = label


def engines_of(storage: Any) -> Engines:
    """Return the engines that hang on a session's fragment storage."""
    found: Engines | None = storage.__dict__.get(_ATTRIBUTE)
    if found is None:
        found = storage.__dict__[_ATTRIBUTE] = Engines()
    return found


def fork_engines(storage: Any, busy: Engines) -> Engines:
    """Let a session go on with engines of its own while `busy` serve a run that has no future."""
    found = storage.__dict__[_ATTRIBUTE] = busy.forked()
    found.lock.acquire()
    return found


def running_engines() -> Engines | None:
    """Return the engines whose scripts this thread may run incrementally."""
    found: Engines | None = getattr(thread, "engines", None)
    return found


def changed_outside() -> None:
    """Code outside the cells of the current session runs."""
    context = compat.get_script_run_ctx()
    if context is not None:
        engines_of(context.fragment_storage).changed_outside()
