"""Server push: a write outside of runs reruns the sessions whose cells have read the signal.

Between the runs of a script one effect watches all signals and memos that its records have read.
When one of them changes, from whatever thread, the session is asked for a rerun: once for all
changes until it begins. Which cells run is then decided as always: those whose reads changed.
While a script runs nothing is watched, because functions of the script would see half its
variables; a write in that time asks for a rerun when the script ends.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING, Any

from lattice import _core
from lattice.adapter import compat

if TYPE_CHECKING:
    from lattice.adapter.engine.session import Session

# Seconds between two looks at whether the script that runs has ended.
_PATIENCE = 0.02


class Watch:
    """The signals one engine's records have read, and the effect that watches them."""

    def __init__(self, session: Session) -> None:
        self._session = weakref.ref(session)
        self._effect: _core.Effect | None = None
        self._writes = 0

    def __del__(self) -> None:
        self._stop()

    def pause(self, push: Push) -> None:
        """The script begins, and will see what was written until now, by its callbacks, too."""
        push.cancel()
        self._writes = _core._outside_writes()
        self._stop()

    def _stop(self) -> None:
        if self._effect is not None:
            self._effect.dispose()
            self._effect = None

    def resume(self, nodes: list[Any], push: Push) -> None:
        """The script has ended; watch what its records have read."""
        if not nodes:
            return
        unique = list({id(node): node for node in nodes}.values())
        first = True

        def look() -> None:
            nonlocal first
            _core._subscribe(unique)
            if not first and self._session() is not None:
                push.request()
            first = False

        self._effect = _core.effect(look)
        if _core._outside_writes() != self._writes:
            push.request()


class Push:
    """Asks for reruns of one browser session; many requests before it begins are one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requested = False
        self._id: str | None = None
        self.count = 0

    def attach(self, session_id: str) -> None:
        """The session whose script runs."""
        self._id = session_id

    def request(self) -> None:
        """Something the page shows has changed; called from any thread."""
        app = None if self._id is None else compat.app_session_of(self._id)
        if app is None:
            return
        with self._lock:
            if self._requested:
                return
            self._requested = True
        try:
            app._event_loop.call_soon_threadsafe(self._deliver)
        except RuntimeError:
            # The server is shutting down.
            self._requested = False

    def cancel(self) -> None:
        """A run begins that was not asked for here."""
        self._requested = False

    def _deliver(self) -> None:
        if not self._requested:
            return
        app = None if self._id is None else compat.app_session_of(self._id)
        if app is None:
            self._requested = False
        elif compat.is_script_running(app):
            # It is not interrupted: fast writes could keep a slow script from ever ending.
            app._event_loop.call_later(_PATIENCE, self._deliver)
        else:
            self._requested = False
            self.count += 1
            compat.request_rerun(app)
