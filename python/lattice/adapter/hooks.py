"""Seams in Streamlit's classes through which cells are observed.

Each hook calls the original and then tells the recorder of the cell that runs on this thread, if
there is one. Without a running cell a hook changes nothing.
"""

from __future__ import annotations

import builtins
import functools
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lattice import _core
from lattice.adapter import compat, epochs
from lattice.adapter.effects import MISSING
from lattice.adapter.engines import changed_outside
from lattice.adapter.patch import Patches
from lattice.adapter.session import begin, current, end

_patches = Patches()


def install() -> None:
    """Hook into Streamlit. Does nothing the second time."""
    if _patches:
        return
    _hook_cursors()
    _hook_state()
    _hook_ids()
    _hook_files()
    _hook_caches()
    _hook_output()
    _core.guard.begin = begin
    _core.guard.end = end
    _core.guard.isdg = is_container
    builtins.__dict__["__lg__"] = _core.guard


def installed() -> bool:
    """Whether the hooks are in place."""
    return bool(_patches)


def uninstall() -> None:
    """Take all hooks out again."""
    _patches.undo()
    builtins.__dict__.pop("__lg__", None)


def is_container(*values: Any) -> bool:
    """Guard: whether `with` over all of these only chooses where elements go."""
    return all(
        isinstance(value, compat.DeltaGenerator)
        and type(value).__name__ not in compat.STATEFUL_CONTAINERS
        for value in values
    )


def _hook_cursors() -> None:
    def creating(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @functools.wraps(original)
        def create(self: Any) -> Any:
            session = current()
            if session is None:
                return original(self)
            index = self.index
            return session.adopt_cursor(self, original(self), index)

        return create

    _patches.wrap(compat.RunningCursor, "open_block", creating)
    _patches.wrap(compat.RunningCursor, "lock_element", creating)
    _patches.wrap(compat.LockedCursor, "open_block", creating)


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
        if frame.f_globals.get("__name__", "").startswith("streamlit.elements"):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _hook_state() -> None:
    safe = compat.SafeSessionState

    def getitem(original: Any) -> Any:
        def read(self: Any, key: str) -> Any:
            try:
                return original(self, key)
            finally:
                _note_state(self, key)

        return read

    def contains(original: Any) -> Any:
        def test(self: Any, key: str) -> bool:
            _note_state(self, key)
            found: bool = original(self, key)
            return found

        return test

    def setitem(original: Any) -> Any:
        def write(self: Any, key: str, value: Any) -> None:
            original(self, key, value)
            effects = _core.active()
            if effects is not None and key != compat.TESTING_KEY:
                effects.wrote(key, value)

        return write

    def delitem(original: Any) -> Any:
        def delete(self: Any, key: str) -> None:
            _note_state(self, key)
            original(self, key)
            effects = _core.active()
            if effects is not None:
                effects.wrote(key, MISSING)

        return delete

    def filtered(original: property) -> property:
        def read(self: Any) -> dict[str, Any]:
            value: dict[str, Any] = original.fget(self)  # type: ignore[misc]
            effects = _core.active()
            if effects is not None and not _called_by_library():
                _core.note_external(("session_state keys", ""), value)
            return value

        return property(read)

    def params(original: Any) -> Any:
        @contextmanager
        def query_params(self: Any) -> Iterator[Any]:
            effects = _core.active()
            if effects is not None and not _called_by_library():
                effects.block("it uses the page's query parameters")
            with original(self) as value:
                yield value

        return query_params

    _patches.wrap(safe, "__getitem__", getitem)
    _patches.wrap(safe, "__contains__", contains)
    _patches.wrap(safe, "__setitem__", setitem)
    _patches.wrap(safe, "__delitem__", delitem)
    _patches.wrap(safe, "filtered_state", filtered)
    _patches.wrap(safe, "query_params", params)

    def calling(original: Any) -> Any:
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            changed_outside()
            return original(self, *args, **kwargs)

        return call

    _patches.wrap(compat.WStates, "call_callback", calling)
    _patches.wrap(compat.SessionState, "_execute_widget_callback", calling)


def _hook_ids() -> None:
    def registering(original: Any) -> Any:
        def register_widget(self: Any, metadata: Any, user_key: str | None) -> Any:
            result = original(self, metadata, user_key)
            effects = _core.active()
            if effects is not None:
                effects.registered(self, metadata, user_key, result.value_changed)
            return result

        return register_widget

    def adding(original: Any) -> Any:
        def check_and_add(self: Any, value: Any) -> bool:
            new: bool = original(self, value)
            effects = _core.active() if new else None
            if effects is not None:
                shared = effects.session.context.shared
                for kind in compat.SEED_SETS:
                    if getattr(shared, kind) is self:
                        effects.seed(kind, value)
            return new

        return check_and_add

    _patches.wrap(compat.SessionState, "register_widget", registering)
    _patches.wrap(compat.ThreadSafeSet, "check_and_add", adding)


def _hook_files() -> None:
    manager = compat.media_file_manager.MediaFileManager

    def adding(original: Any) -> Any:
        @functools.wraps(original)
        def add(self: Any, *args: Any, **kwargs: Any) -> Any:
            effects = _core.active()
            if effects is None:
                return original(self, *args, **kwargs)
            files = self._files_by_session_and_coord[effects.session.context.session_id]
            before = dict(files)
            url = original(self, *args, **kwargs)
            after = self._files_by_session_and_coord[effects.session.context.session_id]
            effects.media.extend(item for item in after.items() if before.get(item[0]) != item[1])
            return url

        return add

    def blocking(reason: str) -> Callable[[Any], Any]:
        def make(original: Any) -> Any:
            @functools.wraps(original)
            def call(self: Any, *args: Any, **kwargs: Any) -> Any:
                effects = _core.active()
                if effects is not None:
                    effects.block(reason)
                return original(self, *args, **kwargs)

            return call

        return make

    _patches.wrap(manager, "add", adding)
    _patches.wrap(manager, "add_deferred", blocking("it offers a file that is made on demand"))
    _patches.wrap(
        compat.dataframe_source_manager.DataframeSourceManager,
        "register_source",
        blocking("it shows a table whose rows are loaded on demand"),
    )


def _hook_caches() -> None:
    def clearing(original: Any) -> Any:
        @functools.wraps(original)
        def clear(self: Any, *args: Any, **kwargs: Any) -> Any:
            epochs.caches += 1
            session = current()
            if session is not None:
                session.caches_cleared()
            return original(self, *args, **kwargs)

        return clear

    for owner in compat.cache_clearers():
        _patches.wrap(owner, "clear", clearing)


def _hook_output() -> None:
    def printing(original: Any) -> Any:
        @functools.wraps(original)
        def printed(*args: Any, **kwargs: Any) -> None:
            effects = _core.active() if kwargs.get("file") is None else None
            if effects is None:
                original(*args, **kwargs)
                return
            # Once into the record, once to where it belongs, with the same text.
            text = io.StringIO()
            flush = kwargs.pop("flush", False)
            kwargs.pop("file", None)
            original(*args, file=text, **kwargs)
            effects.prints.append(text.getvalue())
            original(text.getvalue(), end="", flush=flush)

        return printed

    _patches.wrap(builtins, "print", printing)
