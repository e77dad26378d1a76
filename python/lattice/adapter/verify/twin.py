"""The incremental session beside a plain one: the same requests, then both are compared.

The plain session is the one that the browser shows, so the page is right whatever is found. Its
twin runs after it, on a thread of its own, and sees caches, modules and the like of its own
(`World`). Callbacks and effects therefore happen twice, as with two browser tabs.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from lattice.adapter import compat, settings
from lattice.adapter.engine.engines import engines_of
from lattice.adapter.trace import Interaction
from lattice.adapter.verify.blame import Sides, blame, described
from lattice.adapter.verify.lane import Lane
from lattice.adapter.verify.output import Output
from lattice.adapter.verify.recorder import Recorder, Run
from lattice.adapter.verify.report import Finding, place_of
from lattice.adapter.verify.world import Chance, World
from lattice.browser.canonical import Canonical
from lattice.browser.difference import differences
from lattice.browser.frontend import Frontend


class Twin:
    """Kept with the plain session's fragments, as long as it lives."""

    def __init__(self, path: str, session_id: str, user: Any, runner: Any, output: Output) -> None:
        self._path = path
        self._output = output
        # The same session for the server: its uploads, its cookies and headers.
        self._lane = Lane(path, runner, session_id, user)
        self._world = World(os.path.dirname(path))
        self._canonical = Canonical(exact=True)
        # The page of the browser, and that of the twin.
        self._fresh, self._mine = Frontend(), Frontend()
        self._chance: Chance | None = None
        self._recorder: Recorder | None = None
        self._interrupted = False

    def begin(self, runner: Any) -> None:
        """The plain run begins on this thread."""
        if getattr(runner, "_lattice_recorder", None) is None:
            runner._lattice_recorder = Recorder(self._path, runner._pages_manager)
            runner.on_event.connect(runner._lattice_recorder.happened, weak=False)
        self._recorder = runner._lattice_recorder
        self._recorder.run = Run()
        self._interrupted = False
        self._chance = Chance()
        self._output.keep(silent=False)

    def interrupt(self) -> None:
        """Another request stops the plain run."""
        self._interrupted = True

    def end(self, runner: Any, request: compat.RerunData, module: dict[str, Any]) -> Finding | None:
        """The plain run is over: run the twin, and compare."""
        assert self._recorder is not None and self._chance is not None
        printed, fresh = self._output.taken(), self._recorder.run
        state = runner._session_state._state
        interactions: list[Interaction] = []
        stop = settings.listen(interactions.append)
        try:
            with self._world.entered(self._chance):
                mine = self._lane.run(request, self._output)
                mine_printed = self._output.taken()
        finally:
            stop()
        found = differences(
            self._seen(self._fresh, fresh, state, printed),
            self._seen(self._mine, mine, self._lane.state, mine_printed),
            names=("full", "incremental"),
        )
        if self._interrupted:
            # The twin was not stopped where the plain run was.
            self._follow(state)
            return None
        if not found:
            return None
        finding = self._finding(found, fresh, mine, interactions, module)
        if finding.volatile is None:
            self._follow(state)
        return finding

    def _seen(self, frontend: Frontend, run: Run, state: Any, printed: str) -> dict[str, Any]:
        """Fold a run into its page; return all that can be compared."""
        for message in run.messages:
            frontend.apply(message)
        frontend.mount()
        page = self._canonical.page(frontend)
        frontend.page.one_shots.clear()
        frontend.refused.clear()
        return {
            "page": page,
            "session_state": self._canonical.session_state(state),
            "printed": self._canonical.text(printed).splitlines(),
            "error": None if run.compile_error is None else str(run.compile_error),
        }

    def _finding(
        self,
        found: list[str],
        fresh: Run,
        mine: Run,
        interactions: list[Interaction],
        module: dict[str, Any],
    ) -> Finding:
        interaction = interactions[-1] if interactions else Interaction("?")
        place = place_of(found[0])
        drawn = None
        if place is not None:
            drawn = mine.places.get(place) or fresh.places.get(place)
        finding = Finding(interaction.trigger, self._path, found, drawn=drawn)
        sessions = engines_of(self._lane.fragments).sessions.values()
        for session in sessions:
            if session.program.path == (self._path if drawn is None else drawn.path):
                program = session.program
                finding.blame = blame(
                    program.text,
                    program.plan,
                    interaction.cells,
                    Sides(described(vars(session.module)), described(module)),
                    drawn,
                )
        return finding

    def _follow(self, state: Any) -> None:
        """Go on from what the plain session holds; nothing that was remembered counts any more."""
        compat.copy_state(state, self._lane.state)
        for session in engines_of(self._lane.fragments).sessions.values():
            session.request_clear()


def twin_of(storage: Any, make: Callable[[], Twin]) -> Twin:
    """Return the twin that hangs on a session's fragment storage."""
    found: Twin | None = storage.__dict__.get("_lattice_twin")
    if found is None:
        found = storage.__dict__["_lattice_twin"] = make()
    return found
