"""Programs in this process, without a server and without AppTest: many runs a second."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from lattice.adapter import compat, runner, settings
from lattice.adapter.verify.lane import Lane
from lattice.adapter.watch import hooks, sources
from lattice.browser.canonical import Canonical
from lattice.browser.frontend import Frontend, ImpossibleStepError, Request
from lattice.browser.step import Step
from streamlit import config
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from driver.process import plain_session, seed
from driver.walk import Difference, Recording, State, record_steps, record_walk, replay

_Incremental = runner.incremental(compat.script_runner.ScriptRunner)


class LocalSession:
    """The script at `path`; the engine is that of the process, see `incremental`."""

    def __init__(self, path: Path, is_incremental: bool) -> None:
        base = compat.script_runner.ScriptRunner
        self.frontend = Frontend()
        self._lane = Lane(str(path), _Incremental if is_incremental else base, "fuzz")
        self._canonical = Canonical(exact=True)
        self._runs = 0

    def start(self) -> State:
        return self._run(Request(WidgetStates()))

    def do(self, step: Step) -> State:
        """After the step `step`; a step that sends nothing leaves the page as it is."""
        try:
            request = self.frontend.act(step)
        except ImpossibleStepError as why:
            return self._state("", str(why))
        return self._state("", None) if request is None else self._run(request)

    def close(self) -> None:
        self._lane.close()

    def _run(self, request: Request) -> State:
        seed(1000 + self._runs)
        self._runs += 1
        run, printed = self._lane.ask(self.frontend, request)
        return self._state(printed, None if run.compile_error is None else "not compiled")

    def _state(self, printed: str, error: str | None) -> State:
        page = self._canonical.page(self.frontend)
        self.frontend.page.one_shots.clear()
        self.frontend.refused.clear()
        session = plain_session(self._lane.state, self._canonical)
        return State(page, self._canonical.text(printed).splitlines(), session, error)


def walked(path: Path, count: int, number: int) -> Recording:
    """A random walk on plain Streamlit."""
    with _fresh_process(path), _session(path, False) as session:
        return record_walk(session, count, number)


def clicked(path: Path, steps: Sequence[Step]) -> Recording:
    """The given clicks on plain Streamlit."""
    with _fresh_process(path), _session(path, False) as session:
        return record_steps(session, steps)


def compared(
    path: Path, recording: Recording, traces: list[Any] | None = None
) -> Difference | None:
    """The first difference of the incremental engine to a recording of plain Streamlit."""
    with _fresh_process(path), enabled(traces), _session(path, True) as session:
        return replay(session, recording)


def compare_steps(path: Path, steps: Sequence[Step]) -> Difference | None:
    return compared(path, clicked(path, steps))


@contextlib.contextmanager
def enabled(traces: list[Any] | None) -> Iterator[None]:
    """The hooks of the incremental engine are in place inside the block only."""
    hooks.install()
    sources.install()
    stop = settings.listen(traces.append) if traces is not None else None
    try:
        yield
    finally:
        if stop is not None:
            stop()
        sources.uninstall()
        hooks.uninstall()


@contextlib.contextmanager
def _session(path: Path, is_incremental: bool) -> Iterator[LocalSession]:
    session = LocalSession(path, is_incremental)
    try:
        yield session
    finally:
        session.close()


@contextlib.contextmanager
def _fresh_process(path: Path) -> Iterator[None]:
    """Makes the process look as if the script at `path` had never run here, and leaves it so."""
    compat.make_runtime(str(path))
    # A collection after each run takes longer than the run, and errors of programs are expected.
    config.set_option("runner.postScriptGC", False)
    config.set_option("browser.gatherUsageStats", False)
    logging.disable(logging.CRITICAL)
    main, search, chance = sys.modules.get("__main__"), list(sys.path), random.getstate()
    _forget(path)
    try:
        yield
    finally:
        _forget(path)
        logging.disable(logging.NOTSET)
        sys.path[:] = search
        random.setstate(chance)
        if main is not None:
            sys.modules["__main__"] = main


def _forget(path: Path) -> None:
    st.cache_data.clear()
    st.cache_resource.clear()
    beside = str(path.parent) + os.sep
    for name, module in list(sys.modules.items()):
        if name != "__main__" and (getattr(module, "__file__", None) or "").startswith(beside):
            del sys.modules[name]
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and "pyplot" in path.read_text():
        pyplot.close("all")
        pyplot.rcdefaults()
