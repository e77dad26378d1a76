"""Seams in Streamlit's classes through which cells are observed.

Each hook calls the original and tells the recorder of the cell that runs on this thread. Without a
running cell a hook changes nothing. Hooks are native objects (`_core.Hook`), so no frame of Lattice
stands in a script's traceback.
"""

from __future__ import annotations

import builtins
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.engine import epochs
from lattice.adapter.engine.engines import changed_outside
from lattice.adapter.engine.parts import MISSING
from lattice.adapter.engine.session import begin, current, end
from lattice.adapter.patch import Patches
from lattice.adapter.watch import fragments, imports, pages, request

_patches = Patches()

Observer = Callable[..., Any]


def install() -> None:
    """Hook into Streamlit. Does nothing the second time."""
    if _patches:
        return
    _hook_cursors()
    _hook_state()
    _hook_ids()
    _hook_files()
    _hook_caches()
    imports.install()
    pages.install()
    request.install()
    fragments.install()
    _hook_output()
    _core.sense(os.path.join(os.path.dirname(os.__file__), ""))
    _core.guard.begin = begin
    _core.guard.end = end
    _core.guard.isdg = is_container
    builtins.__dict__["__lg__"] = _core.guard


def installed() -> bool:
    """Whether the hooks are in place."""
    return bool(_patches)


def uninstall() -> None:
    """Take all hooks out again."""
    fragments.uninstall()
    request.uninstall()
    pages.uninstall()
    imports.uninstall()
    _patches.undo()
    builtins.__dict__.pop("__lg__", None)


def is_container(*values: Any) -> bool:
    """Guard: whether `with` over all of these only chooses where elements go."""
    return all(
        isinstance(value, compat.DeltaGenerator)
        and type(value).__name__ not in compat.STATEFUL_CONTAINERS
        for value in values
    )


def _watch(
    owner: Any,
    name: str,
    *,
    before: Observer | None = None,
    after: Observer | None = None,
    always: bool = False,
) -> None:
    """Call observers around `owner.name`, when a cell runs or `always`."""

    def make(original: Any) -> Any:
        if isinstance(original, property):
            reader: Any = _core.Hook(original.fget, before, after, always)
            return property(reader)
        return _core.Hook(original, before, after, always)

    _patches.wrap(owner, name, make)


# -------------------------------------------------------------------- places on the page


def _hook_cursors() -> None:
    def created(child: Any, parent: Any) -> Any:
        session = current()
        if session is None or child is None or child is parent:
            return None
        index = child.parent_path[-1] if isinstance(child, compat.RunningCursor) else child.index
        return session.adopt_cursor(parent, child, index)

    def shows_place(*_: Any) -> None:
        effects = _core.active()
        if effects is not None:
            effects.block("it shows where a container stands")

    _watch(compat.DeltaGenerator, "__repr__", before=shows_place)
    _watch(compat.RunningCursor, "open_block", after=created, always=True)
    _watch(compat.RunningCursor, "lock_element", after=created, always=True)
    _watch(compat.LockedCursor, "open_block", after=created, always=True)


# -------------------------------------------------------------------- the session's state


def _note_state(state: Any, key: str) -> None:
    effects = _core.active()
    if effects is None or key == compat.TESTING_KEY or effects.has_written(key):
        return
    try:
        value = state._state[key]
    except KeyError:
        value = MISSING
    _core.note_external(("session_state", key), value)


def _called_by_library() -> bool:
    """Whether a widget of Streamlit, not the script, looks at all of the session's state."""
    frame = sys._getframe(2)
    for _ in range(2):
        if frame is None:
            return False
        if frame.f_globals.get("__name__", "").startswith("streamlit.elements.widgets"):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _hook_state() -> None:
    def was_read(_: Any, state: Any, key: str) -> None:
        _note_state(state, key)

    def will_read(state: Any, key: str) -> None:
        _note_state(state, key)

    def was_written(_: Any, state: Any, key: str, value: Any) -> None:
        effects = _core.active()
        if effects is not None and key != compat.TESTING_KEY:
            effects.wrote(key, value)

    def was_deleted(_: Any, state: Any, key: str) -> None:
        effects = _core.active()
        if effects is not None:
            effects.wrote(key, MISSING)

    def all_were_read(value: Any, state: Any) -> None:
        if not _called_by_library():
            _core.note_external(("session_state keys", ""), value)

    def callback_runs(*_: Any, **__: Any) -> None:
        changed_outside()

    safe = compat.SafeSessionState
    _watch(safe, "__getitem__", after=was_read)
    _watch(safe, "__contains__", before=will_read)
    _watch(safe, "__setitem__", after=was_written)
    _watch(safe, "__delitem__", before=will_read, after=was_deleted)
    _watch(safe, "filtered_state", after=all_were_read)
    _watch(compat.WStates, "call_callback", before=callback_runs, always=True)
    _watch(compat.SessionState, "_execute_widget_callback", before=callback_runs, always=True)


# -------------------------------------------------------------------- ids and widgets


def _hook_ids() -> None:
    def registered(result: Any, state: Any, metadata: Any, user_key: str | None) -> None:
        effects = _core.active()
        if effects is not None and result is not None:
            effects.registered(state, metadata, user_key, result.value_changed)

    def added(new: bool | None, ids: Any, value: Any) -> None:
        effects = _core.active() if new else None
        if effects is None:
            return
        shared = effects.session.context.shared
        for kind in compat.SEED_SETS:
            if getattr(shared, kind) is ids:
                effects.seed(kind, value)

    def serialized(result: Any, state: Any, k: str) -> Any:
        """Answer what the browser sent.

        Streamlit asks the widget's functions of the run before, which know the variables of that
        run; here they would see the present ones and may fail on a value of then.
        """
        effects = _core.active()
        if effects is None or result is None:
            return None
        held = getattr(state.states[k], "value", None)
        if held is None or isinstance(held, str):
            return None
        if state.widget_metadata[k].value_type != "string_value":
            return None
        return effects.session.sent.get(k)

    _watch(compat.WStates, "get_serialized", after=serialized)
    _watch(compat.SessionState, "register_widget", after=registered)
    _watch(compat.ThreadSafeSet, "check_and_add", after=added)


# -------------------------------------------------------------------- files and caches


def _hook_files() -> None:
    def was_added(
        url: Any,
        manager: Any,
        path_or_data: Any,
        mimetype: str,
        coordinates: str,
        *_: Any,
        **__: Any,
    ) -> None:
        effects = _core.active()
        if effects is not None and url is not None:
            session = effects.session.context.session_id
            file = manager._files_by_session_and_coord[session].get(coordinates)
            effects.media.append((coordinates, file))

    def blocking(reason: str) -> Observer:
        def will_call(*_: Any, **__: Any) -> None:
            effects = _core.active()
            if effects is not None:
                effects.block(reason)

        return will_call

    manager = compat.media_file_manager.MediaFileManager
    on_demand = blocking("it offers a file that is made on demand")
    _watch(manager, "add", after=was_added)
    _watch(manager, "add_deferred", before=on_demand)

    def makes_file(*_: Any) -> None:
        epochs.files += 1

    # Before it, too: it may fail half-way.
    _watch(manager, "execute_deferred", before=makes_file, after=makes_file, always=True)
    tables = compat.dataframe_source_manager.DataframeSourceManager
    lazy = blocking("it shows a table whose rows are loaded on demand")
    _watch(tables, "register_source", before=lazy)


def _hook_caches() -> None:
    def clears(*_: Any, **__: Any) -> None:
        epochs.caches += 1
        session = current()
        if session is not None:
            session.caches_cleared()

    def computes(*_: Any, **__: Any) -> None:
        effects = _core.active()
        if effects is not None:
            effects.filled = True

    def computes_here(*_: Any, **__: Any) -> None:
        computes()
        # What the function looks at belongs to the value that is kept.
        _core.pause_sensing()

    def has_computed(*_: Any, **__: Any) -> None:
        _core.resume_sensing()

    cached = compat.cache_utils.CachedFunc
    _watch(cached, "_handle_cache_miss", before=computes_here, after=has_computed)
    _watch(cached, "_handle_cache_miss_async", before=computes)
    for owner in compat.cache_clearers():
        _watch(owner, "clear", before=clears, always=True)


def _hook_output() -> None:
    def logs(logger: logging.Logger, *_: Any) -> None:
        effects = _core.active()
        # Streamlit's own hints go to the terminal, not to the user.
        if effects is not None and not logger.name.startswith("streamlit"):
            effects.block("it writes to a log")

    _patches.wrap(builtins, "print", _core.watch_print)
    _watch(logging.Logger, "callHandlers", before=logs)
