"""Fragments and dialogs that run by themselves, between the runs of the whole script.

In a run of the whole script a call of a fragment goes through Streamlit, which does all it does
around the body; the body carries guards. Later Streamlit runs the stored body alone: the engine of
its script is started around it, in the state that the last run left. A parallel fragment has an
engine of its own, because it runs on another thread while its script goes on.
"""

from __future__ import annotations

from typing import Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.engine.engines import Engines, engines_of, running_engines
from lattice.adapter.engine.session import current
from lattice.adapter.patch import Patches

_patches = Patches()


def install() -> None:
    """Run stored fragments incrementally. Does nothing the second time."""
    if _patches:
        return

    def was_found(fragment: Any, _: Any, identity: str) -> Any:
        engines = running_engines()
        if fragment is None or engines is None or not engines.context.fragment_ids_this_run:
            return None

        def will_run() -> None:
            _begin(engines, identity)

        def has_run(_: Any) -> None:
            _end(engines)

        return _core.Hook(fragment, will_run, has_run, True)

    def draws_outside(*_: Any) -> None:
        effects = _core.active()
        if effects is not None:
            effects.block("a fragment draws outside of itself")

    def starts_thread(_: Any, identity: str, __: Any) -> None:
        session = current()
        if session is None:
            return
        session.engines.changed_outside()
        session.keep_still()
        if _core.active() is None:
            session.engines.waiting[identity] = session.engines.worker_for(identity, session)

    def worker_runs(identity: str, *_: Any) -> None:
        context = compat.get_script_run_ctx()
        if context is None:
            return
        worker = engines_of(context.fragment_storage).waiting.pop(identity, None)
        # The same place twice in one run: the second one runs plain.
        if worker is not None and worker.is_busy.acquire(blocking=False):
            worker.begin_worker()

    def worker_ran(*_: Any) -> None:
        worker = current()
        if worker is not None:
            worker.end()
            worker.is_busy.release()

    def hook(owner: Any, name: str, before: Any, after: Any) -> None:
        # Native hooks: a traceback through them has no frame of Lattice.
        _patches.wrap(owner, name, lambda original: _core.Hook(original, before, after, True))

    hook(compat.MemoryFragmentStorage, "lookup", None, was_found)
    hook(compat.delta_generator, "_get_or_create_outside_wrapper", draws_outside, None)
    hook(compat.fragment, "_dispatch_parallel_fragment", starts_thread, None)
    hook(compat.fragment, "_run_parallel_fragment", worker_runs, worker_ran)


def uninstall() -> None:
    """Let stored fragments run plain."""
    _patches.undo()


def _begin(engines: Engines, identity: str) -> None:
    known = engines.fragments.get(identity)
    if known is not None and known.is_current:
        known.session.begin_alone()
    elif engines.interaction is not None:
        engines.interaction.plain = "a fragment that is not seen through runs by itself"


def _end(engines: Engines) -> None:
    session = current()
    if session is not None:
        session.end()
    # What it changed, it changed outside the runs of the whole script.
    engines.changed_outside()
