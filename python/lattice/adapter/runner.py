"""Script runners that execute incrementally, in place of Streamlit's own."""

from __future__ import annotations

import types
from typing import Any

from lattice import _core
from lattice.adapter import compat, settings
from lattice.adapter.delivery.delivery import Delivery
from lattice.adapter.engine import program
from lattice.adapter.engine.engines import engines_of, fork_engines
from lattice.adapter.engine.session import Session
from lattice.adapter.patch import Patches
from lattice.adapter.trace import Interaction
from lattice.adapter.watch import hooks, sources

# A click during a slow cell: how long to wait, in seconds, for the old run to stop before leaving
# it alone. Streamlit would not wait; a wait of this length is not felt.
_PATIENCE = 0.05


class _CacheProxy:
    """Gives a runner the instrumented code of its main script; all else is Streamlit's cache."""

    def __init__(self, cache: Any, runner: Any) -> None:
        self._cache = cache

        def was_found(code: Any, path: str) -> Any:
            return None if code is None else runner._lattice_code(path, code)

        # A native hook: a compile error must show no frame of Lattice.
        self.get_bytecode = _core.Hook(cache.get_bytecode, None, was_found, True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cache, name)


class IncrementalRunner(compat.ScriptRunner):
    """Mixed into Streamlit's runner: takes over where code and module come from."""

    # The main script's engine, from when its code was chosen until its module is made.
    _lattice_session: Session | None = None
    _lattice_interaction: Interaction
    # What the browser sent for its widgets, by their ids.
    _lattice_sent: dict[str, Any]

    def _lattice_begin(self, rerun_data: compat.RerunData) -> None:
        engines = engines_of(self._fragment_storage)
        self._lattice_interaction = Interaction(engines.widgets.describe(rerun_data))
        states = rerun_data.widget_states
        self._lattice_sent = {} if states is None else {state.id: state for state in states.widgets}
        self._lattice_deliver()
        if not isinstance(self._script_cache, _CacheProxy):
            self._script_cache = _CacheProxy(self._script_cache, self)  # type: ignore[assignment]

    def _lattice_deliver(self) -> None:
        """Send through what knows the page; AppTest has no page that outlives a run."""
        if isinstance(self.on_event, Delivery):
            return
        served = compat.session_served_by(self)
        if served is not None:
            compat.listen_instead(self, Delivery(served))

    def _lattice_finish(self) -> None:
        self._lattice_session = None
        engines_of(self._fragment_storage).release()
        self._lattice_interaction.finish()
        settings.report(self._lattice_interaction)

    def _lattice_code(self, path: str, code: Any) -> Any:
        """Return what to execute for the main script: instrumented code, or Streamlit's own."""
        interaction = self._lattice_interaction
        self._lattice_session = None
        engines = engines_of(self._fragment_storage)
        engines.release()
        context = self._lattice_context()
        if not engines.lock.acquire(timeout=_PATIENCE):
            if context.fragment_ids_this_run:
                interaction.plain = "the run before is still inside a slow cell"
                return code
            engines = fork_engines(self._fragment_storage, engines)
        engines.attach(context)
        engines.delivery = self.on_event if isinstance(self.on_event, Delivery) else None
        engines.interaction, engines.sent = interaction, self._lattice_sent
        if context.fragment_ids_this_run or compat.uses_pages_directory():
            # The code of the main script is not what runs: fragments do, or a page.
            return code
        text = sources.text_of(code)
        if text is None:
            interaction.plain = "the source of the script is not known"
            return code
        ready = program.load(path, text, compat.magic_enabled())
        if ready.code is None:
            interaction.plain = ready.reason
            return code
        self._lattice_session = engines.session_for(ready, "")
        self._lattice_session.prepare()
        return ready.code

    def _lattice_context(self) -> compat.ScriptRunContext:
        context = compat.get_script_run_ctx()
        if context is None:
            raise RuntimeError("a script runs without a context")
        return context

    def _new_module(self, name: str) -> types.ModuleType:
        session = self._lattice_session
        fresh = super()._new_module(name)
        if session is None or name != "__main__":
            return fresh
        return session.fresh_module(fresh)


def incremental(base: type) -> type:
    """Return a subclass of a runner class of Streamlit that executes incrementally."""

    def will_run(runner: Any, rerun_data: compat.RerunData) -> None:
        runner._lattice_begin(rerun_data)

    def has_run(_: None, runner: Any, rerun_data: compat.RerunData) -> None:
        runner._lattice_finish()

    # Scripts, and warnings of Streamlit, show the stack they run on: a native hook has no frame.
    original = base._run_script  # type: ignore[attr-defined]
    run = _core.Hook(original, will_run, has_run, True)
    members = {"_run_script": run}
    return type(f"Incremental{base.__name__}", (IncrementalRunner, base), members)


_patches = Patches()


def install() -> None:
    """Make the server's sessions run incrementally, and hook into Streamlit."""
    hooks.install()
    sources.install()
    if not _patches:
        _patches.wrap(compat.app_session, "ScriptRunner", incremental)
