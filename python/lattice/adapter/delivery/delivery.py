"""Sends a run's messages, without those that would change nothing on the page.

A run of the whole script is announced as one of a fragment that does not exist: the browser then
keeps all that is not sent again. When it turns out that only a whole run will do (an element less,
a widget where another was, a toast), the run is announced once more as what it is, and all is sent:
an *upgrade*.
"""

from __future__ import annotations

import threading
import weakref
from typing import Any

from lattice.adapter import compat
from lattice.adapter.delivery.node import Node, Path, is_one_shot, node_of
from lattice.adapter.delivery.page import Page, page_of
from lattice.adapter.delivery.run import Run

_Event = compat.ScriptRunnerEvent
_SUCCESS = (_Event.SCRIPT_STOPPED_WITH_SUCCESS, _Event.FRAGMENT_STOPPED_WITH_SUCCESS)
# Seconds; Streamlit itself sends at most every five milliseconds.
_FIRST_MOMENTS = 0.005
# Only a whole run makes the browser set its timers anew.
_TIMERS = frozenset({"auto_rerun", "stop_auto_rerun"})


class Delivery(compat.Signal):
    """The events of one runner, on their way to its session.

    Those of a run's first moments go together: a short run takes one step of the event loop.
    """

    def __init__(self, session: compat.AppSession) -> None:
        super().__init__()
        self._session = weakref.ref(session)
        self._run: Run | None = None
        # Events that wait for the end of the run, or of the first moments.
        self._waiting: list[dict[str, Any]] | None = None
        # Threads of the script send, too.
        self._gate = threading.RLock()

    def send(self, sender: Any = None, /, **event: Any) -> None:
        """Pass on an event of the runner."""
        with self._gate:
            run, kind = self._run, event["event"]
            if kind is _Event.SCRIPT_STARTED:
                self._start(sender, event)
            elif run is None or kind is _Event.SHUTDOWN:
                if kind is _Event.ENQUEUE_FORWARD_MSG:
                    self._between_runs(sender)
                self._emit(sender, event)
                self._flush(sender)
            elif kind is _Event.ENQUEUE_FORWARD_MSG:
                self._draw(run, sender, event["forward_msg"])
            else:
                self._finish(run, sender, event)

    @property
    def run(self) -> Run | None:
        """The run on its way."""
        return self._run

    def shows(self, node: Node, path: Path, message: compat.ForwardMsg) -> bool:
        """Whether the browser shows a message already; it counts as drawn then."""
        with self._gate:
            run = self._run
            if run is None or not run.partial or not run.is_shown(node, path):
                return False
            run.keep(node, path, message)
            return True

    # ---------------------------------------------------------------- to the session

    def _emit(self, sender: Any, event: dict[str, Any]) -> None:
        if self._waiting is None:
            super().send(sender, **event)
        else:
            self._waiting.append(event)

    def _flush(self, sender: Any) -> None:
        """Hand over what waits; what comes later does not wait."""
        events, self._waiting = self._waiting, None
        session = self._session()
        if events and session is not None:
            compat.handle_together(session, sender, events)

    def _flush_late(self, sender: Any, run: Run) -> None:
        """On the event loop: the run's first moments are over."""
        with self._gate:
            if self._run is run:
                self._flush(sender)

    # ---------------------------------------------------------------- one run

    def _page(self) -> Page:
        session = self._session()
        return Page() if session is None else page_of(session)

    def _between_runs(self, sender: Any) -> None:
        """A thread of the script draws."""
        page = self._page()
        if page.is_of(sender):
            page.forget()

    def _start(self, sender: Any, event: dict[str, Any]) -> None:
        session, page = self._session(), self._page()
        client = None if session is None else compat.client_of(session)
        is_known = page.begin(sender, client, event["page_script_hash"])
        is_whole = not event["fragment_ids_this_run"]
        partial = is_known and is_whole and not page.others & _TIMERS
        self._run = run = Run(page, event, is_known=is_known, partial=partial)
        self._waiting = []
        self._emit(sender, run.announcement())
        if session is not None:
            compat.call_later(session, _FIRST_MOMENTS, lambda: self._flush_late(sender, run))

    def _draw(self, run: Run, sender: Any, message: compat.ForwardMsg) -> None:
        path = tuple(message.metadata.delta_path)
        node = _node(run, message, path)
        if run.partial:
            if node is not None and run.is_shown(node, path):
                run.keep(node, path, message)
                return
            if _needs_whole(run, message, node, path):
                self._upgrade(run, sender)
            else:
                run.drawn.append((message, path))
        self._pass_on(run, sender, message, path, node)

    def _pass_on(
        self, run: Run, sender: Any, message: compat.ForwardMsg, path: Path, node: Node | None
    ) -> None:
        if path:
            run.note(node, path)
        else:
            run.others.add(message.WhichOneof("type") or "")
        self._emit(sender, {"event": _Event.ENQUEUE_FORWARD_MSG, "forward_msg": message})

    def _upgrade(self, run: Run, sender: Any) -> None:
        """Announce the run as one of the whole script, and send all it has drawn."""
        if self._waiting is not None:
            self._waiting = []
        drawn = run.become_whole()
        self._emit(sender, run.announcement())
        for message, path in drawn:
            content = moved(message, path)
            self._pass_on(run, sender, content, path, _node(run, content, path))

    def _finish(self, run: Run, sender: Any, event: dict[str, Any]) -> None:
        succeeded = event["event"] in _SUCCESS
        if run.partial and succeeded:
            if run.leaves_something():
                self._upgrade(run, sender)
            else:
                event = {**event, "event": _Event.FRAGMENT_STOPPED_WITH_SUCCESS}
        self._emit(sender, {**event, "run_descriptor": run.descriptor})
        self._run = None
        self._flush(sender)
        session, page = self._session(), self._page()
        if session is None or not page.is_of(sender):
            return
        shown = run.result(succeeded=succeeded)
        if shown is None:
            page.forget()
            return
        page.nodes, page.others = shown
        page.is_whole = True
        compat.call_soon(session, lambda: _all_sent(session, page, sender))


def _all_sent(session: compat.AppSession, page: Page, runner: Any) -> None:
    """The session has handled all events so far, or has dropped some for another runner."""
    if not page.is_of(runner):
        return
    if compat.is_current_runner(session, runner):
        page.has_all = page.is_whole
    else:
        page.forget()


def _needs_whole(run: Run, message: compat.ForwardMsg, node: Node | None, path: Path) -> bool:
    """Whether the message has to be part of a whole run.

    Of a toast or balloons there may be only one, so none goes out before an upgrade.
    """
    if message.WhichOneof("type") in _TIMERS or is_one_shot(message):
        return True
    return node is not None and run.displaces(node, path)


def _node(run: Run, message: compat.ForwardMsg, path: Path) -> Node | None:
    if message.WhichOneof("type") != "ref_hash":
        return node_of(message)
    script = message.metadata.active_script_hash
    shown = run.shown(path)
    if shown is not None and shown.digest == message.ref_hash:
        return shown._replace(script=script)
    # The browser has it from another place or an earlier run; what it is, is not known here.
    return Node(message.ref_hash, script, "?", "?", "", acts=True)


def moved(message: compat.ForwardMsg, path: Path) -> compat.ForwardMsg:
    """Return a recorded message for a place that may be another one now."""
    if not path or tuple(message.metadata.delta_path) == path:
        return message
    copy = compat.ForwardMsg()
    copy.CopyFrom(message)
    copy.metadata.delta_path[:] = path
    return copy
