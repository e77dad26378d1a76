"""`--lattice.mode=verify`: every interaction is also run in full, and compared."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Callable
from typing import Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.patch import Patches
from lattice.adapter.runner import incremental
from lattice.adapter.verify.output import Output
from lattice.adapter.verify.report import Finding, Findings
from lattice.adapter.verify.twin import Twin, twin_of
from lattice.adapter.watch import hooks, sources

findings = Findings()
_listeners: list[Callable[[Finding], None]] = []
_patches = Patches()
# Sessions take turns: a twin exchanges what the process shares.
_turn = threading.RLock()


class VerifiedRunner(compat.ScriptRunner):
    """Mixed into Streamlit's runner, which runs the script in full, as it always does."""

    _lattice_recorder: Any = None
    # How many runs of this runner, one inside the other, are not over; None before the first.
    _lattice_turns: int | None = None
    _lattice_module: types.ModuleType | None = None

    def _new_module(self, name: str) -> types.ModuleType:
        module = super()._new_module(name)
        if name == "__main__":
            self._lattice_module = module
        return module

    def request_rerun(self, rerun_data: compat.RerunData) -> bool:
        """Note that a run in progress is interrupted."""
        if self._execing:
            _twin(self).interrupt()
        return super().request_rerun(rerun_data)

    def request_stop(self) -> None:
        """Note that a run in progress is interrupted."""
        if self._execing:
            _twin(self).interrupt()
        super().request_stop()


def verified(base: type) -> type:
    """Return a subclass of a runner class of Streamlit that compares what it runs."""

    def will_run(runner: Any, _: compat.RerunData) -> None:
        if runner._lattice_turns is None:
            runner._lattice_turns = 0
            runner.on_event.connect(shuts_down, weak=False)
        _turn.acquire()
        runner._lattice_turns += 1
        _twin(runner).begin(runner)

    def has_run(_: None, runner: Any, request: compat.RerunData) -> None:
        try:
            module = runner._lattice_module
            variables = {} if module is None else vars(module)
            finding = _twin(runner).end(runner, request, variables)
            if finding is not None:
                _tell(finding)
        finally:
            runner._lattice_turns -= 1
            _turn.release()

    def shuts_down(runner: Any, event: Any, **_: Any) -> None:
        # `sys.exit()` ends a script's thread, and no run is over then.
        while event.name == "SHUTDOWN" and runner._lattice_turns:
            runner._lattice_turns -= 1
            _turn.release()

    # Scripts, and warnings of Streamlit, show the stack they run on: a native hook has no frame.
    original = base._run_script  # type: ignore[attr-defined]
    members = {"_run_script": _core.Hook(original, will_run, has_run, True)}
    return type(f"Verified{base.__name__}", (VerifiedRunner, base), members)


def install() -> None:
    """Make the server's sessions compare every interaction."""
    hooks.install()
    sources.install()
    if not isinstance(sys.stdout, Output):
        sys.stdout = Output(sys.stdout)
    if not _patches:
        _patches.wrap(compat.app_session, "ScriptRunner", verified)


def listen(listener: Callable[[Finding], None]) -> Callable[[], None]:
    """Call `listener` with every finding that people should hear of; returns the way to stop it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def _twin(runner: Any) -> Twin:
    def make() -> Twin:
        output = sys.stdout
        assert isinstance(output, Output), "the mode is not installed"
        path, base = runner._main_script_path, compat.script_runner.ScriptRunner
        return Twin(path, runner._session_id, runner._user_info, _incremental(base), output)

    return twin_of(runner._fragment_storage, make)


_made: dict[type, type] = {}


def _incremental(base: type) -> type:
    return _made.setdefault(base, incremental(base))


def _tell(finding: Finding) -> None:
    if findings.is_new(finding):
        for listener in list(_listeners):
            listener(finding)
