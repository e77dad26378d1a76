"""One browser tab without a browser, on one engine; lives in a process of its own."""

from __future__ import annotations

import logging
import os
import random
import sys
import warnings
from dataclasses import dataclass, field
from typing import Any

from lattice.adapter import compat, runner, settings
from lattice.adapter.engine.engines import engines_of
from lattice.adapter.trace import Interaction
from lattice.adapter.verify.blame import Values, described
from lattice.adapter.verify.lane import Lane
from lattice.adapter.verify.recorder import Place
from lattice.adapter.watch import hooks, sources
from lattice.browser.canonical import Canonical
from lattice.browser.frontend import Frontend, ImpossibleStepError, Request
from lattice.browser.step import Step, choose_step


@dataclass
class Seen:
    """What can be observed after a click, as plain data."""

    page: dict[str, Any]
    session_state: dict[str, Any]
    printed: list[str]
    error: str | None = None
    # The page shows an error that the script raised.
    raised: bool = False

    def plain(self) -> dict[str, Any]:
        """Return what is compared."""
        return {
            "page": self.page,
            "session_state": self.session_state,
            "printed": self.printed,
            "error": self.error,
        }


@dataclass
class Account:
    """What led to the last page, for those who look for a mistake in it."""

    trigger: str
    cells: list[Any] = field(default_factory=list)
    places: dict[tuple[int, ...], Place] = field(default_factory=dict)
    values: Values = field(default_factory=dict)


class Tab:
    """A session of the script at `path`."""

    def __init__(self, path: str, *, incrementally: bool) -> None:
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        sys.argv = [path]
        sys.path.insert(0, os.path.dirname(path))
        compat.make_runtime(path)
        compat.set_option("runner.postScriptGC", value=False)
        compat.set_option("browser.gatherUsageStats", value=False)
        self._module: Any = None
        self._interactions: list[Interaction] = []
        base: type = compat.script_runner.ScriptRunner
        if incrementally:
            hooks.install()
            sources.install()
            settings.listen(self._interactions.append)
            base = runner.incremental(base)
        else:
            base = self._watched(base)
        self._path = path
        self._lane = Lane(path, base, "verify")
        self._canonical = Canonical(exact=True)
        self._frontend = Frontend()
        self._runs = 0
        self._places: dict[tuple[int, ...], Place] = {}

    def start(self) -> Seen:
        """Open the page."""
        return self._run(self._frontend.request())

    def do(self, step: Step) -> Seen:
        """Take a step; one that sends nothing leaves the page as it is."""
        self._interactions.clear()
        try:
            request = self._frontend.act(step)
        except ImpossibleStepError as why:
            return self._seen("", str(why))
        return self._seen("", None) if request is None else self._run(request)

    def choose(self, seed: int) -> Step:
        """Return something a user could do now."""
        return choose_step(self._frontend, random.Random(seed))

    def account(self) -> Account:
        """Return what is known of the last run."""
        trigger = self._interactions[-1].trigger if self._interactions else "?"
        cells = self._interactions[-1].cells if self._interactions else []
        module = self._module
        for session in engines_of(self._lane.fragments).sessions.values():
            if session.program.path == self._path:
                module = session.module
        values = {} if module is None else described(vars(module))
        return Account(trigger, cells, self._places, values)

    def _run(self, request: Request) -> Seen:
        # Unseeded random numbers are the same on both sides as long as both draw the same ones.
        random.seed(self._runs)
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            numpy.random.seed(self._runs)
        self._runs += 1
        self._frontend.page.one_shots.clear()
        self._frontend.refused.clear()
        run, printed = self._lane.ask(self._frontend, request)
        self._places = run.places
        error = run.compile_error
        return self._seen(printed, None if error is None else f"not compiled: {error}")

    def _seen(self, printed: str, error: str | None) -> Seen:
        page = self._canonical.page(self._frontend)
        kinds = {getattr(node, "type", "") for _, node in self._frontend.page.nodes()}
        return Seen(
            page,
            self._canonical.session_state(self._lane.state),
            self._canonical.text(printed).splitlines(),
            error,
            "exception" in kinds,
        )

    def _watched(self, base: type) -> type:
        tab = self

        class Watched(base):  # type: ignore[misc]
            def _new_module(self, name: str) -> Any:
                tab._module = super()._new_module(name)
                return tab._module

        return Watched
