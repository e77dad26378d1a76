"""Scripts in this process, through Streamlit's AppTest."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lattice.browser.canonical import Canonical
from lattice.browser.frontend import Frontend, ImpossibleStepError, Request
from lattice.browser.step import Step
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest, local_script_runner

from driver.engine import lattice_enabled
from driver.process import plain_session, reset, seed
from driver.walk import Difference, Recording, State, record_steps, record_walk, replay

_TIMEOUT = 60.0


class LocalApp:
    """A session of the script at `path`; runs on whatever engine is installed in this process."""

    def __init__(self, path: Path) -> None:
        self.frontend = Frontend()
        self._canonical = Canonical(exact=True)
        self._test = AppTest.from_file(str(path.resolve()), default_timeout=_TIMEOUT)
        self._runs = 0

    def start(self) -> State:
        return self._run(Request(WidgetStates()))

    def do(self, step: Step) -> State:
        """After the step `step`; a step that sends nothing leaves the page as it is."""
        try:
            request = self.frontend.act(step)
        except ImpossibleStepError as why:
            return self._state("", str(why))
        return self._state("") if request is None else self._run(request)

    def close(self) -> None:
        """Nothing outlives the object."""

    def _run(self, request: Request) -> State:
        seed(1000 + self._runs)
        self._runs += 1
        test, out, error = self._test, io.StringIO(), None
        test._page_hash = request.page
        with _observed() as run, contextlib.redirect_stdout(out):
            try:
                test._run(request.widgets)
            except Exception as failure:
                error = f"{type(failure).__name__}: {failure}"
        self._fold(run.messages)
        error = error or run.failure
        return self._state(out.getvalue(), error)

    def _fold(self, messages: list[ForwardMsg]) -> None:
        """AppTest keeps the messages of the last run only, so the page is built anew."""
        navigation, script = self.frontend.page.navigation, self._test._finished_page_script_hash
        self.frontend.page = type(self.frontend.page)()
        self.frontend.page.navigation, self.frontend.page.script = navigation, script
        self.frontend.page.main_script = script
        for message in messages:
            self.frontend.apply(message)
        self.frontend.mount()

    def _state(self, printed: str, error: str | None = None) -> State:
        session = plain_session(self._test._session_state._state, self._canonical)
        page = self._canonical.page(self.frontend)
        page["query"] = self._canonical.value(dict(self._test.query_params))
        lines = self._canonical.text(printed).splitlines()
        return State(page, lines, session, error)


def compare_walk(path: Path, count: int, seed: int) -> Difference | None:
    with fresh_process(path):
        recording = record_walk(LocalApp(path), count, seed)
    return compare_recording(path, recording)


def compare_steps(path: Path, steps: Sequence[Step]) -> Difference | None:
    with fresh_process(path):
        recording = record_steps(LocalApp(path), steps)
    return compare_recording(path, recording)


def compare_recording(path: Path, recording: Recording) -> Difference | None:
    with fresh_process(path), lattice_enabled():
        return replay(LocalApp(path), recording)


@contextlib.contextmanager
def fresh_process(path: Path) -> Iterator[None]:
    """Makes the process look as if the script at `path` had never run here, and leaves it so."""
    environment, folder = dict(os.environ), os.getcwd()
    search, main = list(sys.path), sys.modules.get("__main__")
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    reset(path.resolve().parent)
    try:
        yield
    finally:
        reset(path.resolve().parent)
        logging.disable(disabled)
        sys.path[:] = search
        if main is not None:
            sys.modules["__main__"] = main
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)


@dataclass
class _Run:
    """What a run sent; AppTest itself keeps only the parts it has classes for."""

    messages: list[ForwardMsg] = field(default_factory=list)
    # Why nothing of the script was executed, which AppTest does not tell.
    failure: str | None = None


@contextlib.contextmanager
def _observed() -> Iterator[_Run]:
    run = _Run()
    parse = local_script_runner.parse_tree_from_messages
    wait = local_script_runner.require_widgets_deltas

    def keep(messages: list[ForwardMsg]) -> Any:
        run.messages.extend(messages)
        return parse(messages)

    def watch(runner: Any, timeout: float) -> None:
        wait(runner, timeout)
        for data in runner.event_data:
            if data.get("exception") is not None:
                run.failure = f"not compiled: {data['exception']!r}"
        if not runner.forward_msgs() and run.failure is None:
            run.failure = f"nothing was sent: {[event.name for event in runner.events]}"

    local_script_runner.parse_tree_from_messages = keep
    local_script_runner.require_widgets_deltas = watch
    try:
        yield run
    finally:
        local_script_runner.parse_tree_from_messages = parse
        local_script_runner.require_widgets_deltas = wait
