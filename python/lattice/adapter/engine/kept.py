"""Functions that outlive their run: they keep the variables that run has left.

All runs of a script share one namespace here, Streamlit makes a new one for each. So a function in
`session_state` gets a copy of the namespace before the next run begins, a fragment that the next
run did not come to gets one afterwards, and a script that still runs on a thread of its own keeps
the whole namespace.
"""

from __future__ import annotations

import sys
import threading
from types import FrameType, FunctionType
from typing import Any, NamedTuple

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.engine.worlds import Worlds, contents, copy_function

# Threads of Streamlit that run scripts: each has a namespace of its own session.
_RUNNERS = ("ScriptRunner.scriptThread", "MainThread")


def freeze(functions: list[FunctionType], variables: dict[str, Any], live: dict[str, Any]) -> None:
    """Let functions of the last run see its variables from now on.

    Parameters
    ----------
    functions : script functions that persistent objects reach
    variables : what the last run has left; becomes their namespace
    live : the namespace that the next run uses
    """
    kept = [function for function in functions if not _is_method(function)]
    if not kept:
        return
    for name, value in list(variables.items()):
        if isinstance(value, FunctionType) and value.__globals__ is live:
            variables[name] = copy_function(value, variables)
    for function in kept:
        _core.set_globals(function, variables)


class Left(NamedTuple):
    """What the last run has left: its fragments, by Streamlit's ids, and its variables."""

    fragments: dict[str, Any]
    variables: dict[str, Any]
    # What the fragments can see.
    seen: list[Any]


def left(
    storage: Any, variables: dict[str, Any], live: dict[str, Any], engine: _core.Engine
) -> Left | None:
    """Return the stored fragments that see the namespace of the last run; None without any."""
    with storage._lock:
        stored = dict(storage._fragments)
    seeing = Worlds(live, variables)
    fragments = {key: value for key, value in stored.items() if seeing.function(value) is not value}
    if not fragments:
        return None
    return Left(fragments, variables, engine.seen_from(_inside(list(fragments.values()), live)))


def _inside(values: list[Any], live: dict[str, Any]) -> list[Any]:
    """Return the parts of Streamlit's closures, down to what the script made."""
    seen: dict[int, Any] = {}
    while values:
        value = values.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value
        if type(value) is tuple:
            values += value
        elif isinstance(value, FunctionType) and value.__globals__ is not live:
            del seen[id(value)]
            values += map(contents, value.__closure__ or ())
    return list(seen.values())


def keep_fragments(
    last: Left, context: compat.ScriptRunContext, live: dict[str, Any], engine: _core.Engine
) -> list[str]:
    """Let fragments that were not registered again see the variables of their own run.

    Returns
    -------
    What they can see and no copy could be made of, in words.
    """
    storage: Any = context.fragment_storage
    with storage._lock:
        old = [key for key, value in last.fragments.items() if storage._fragments.get(key) is value]
        if not old:
            engine.forget_kept()
            return []
        engine.show_kept()
        try:
            worlds = Worlds(live, last.variables, engine.reaches_kept)
            for key in old:
                storage._fragments[key] = worlds.copy(last.fragments[key])
            for name, value in list(last.variables.items()):
                last.variables[name] = worlds.copy(value)
        finally:
            engine.forget_kept()
    return worlds.shared


def is_running(namespace: dict[str, Any]) -> bool:
    """Whether a thread that the script has started executes code of it now."""
    others = [thread.ident for thread in threading.enumerate() if thread.name not in _RUNNERS]
    if not others:
        return False
    frames = sys._current_frames()
    return any(_runs(frames.get(ident or 0), namespace) for ident in others)


def _runs(frame: FrameType | None, namespace: dict[str, Any]) -> bool:
    while frame is not None:
        if frame.f_globals is namespace:
            return True
        frame = frame.f_back
    return False


def _is_method(function: FunctionType) -> bool:
    """Classes live on across runs with their methods (README, "What differs")."""
    outer = function.__qualname__.rpartition(".")[0]
    return bool(outer) and not outer.endswith("<locals>")
