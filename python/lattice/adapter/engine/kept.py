"""Functions that outlive their run: they keep the variables that run has left.

All runs of a script share one namespace here, Streamlit makes a new one for each. So a function in
`session_state` gets a copy of the namespace before the next run begins, and a script that still
runs on a thread of its own keeps the whole namespace.
"""

from __future__ import annotations

import sys
import threading
from types import FrameType, FunctionType
from typing import Any

from lattice import _core

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
            variables[name] = _copy(value, variables)
    for function in kept:
        _core.set_globals(function, variables)


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


def _copy(function: FunctionType, namespace: dict[str, Any]) -> FunctionType:
    copy = FunctionType(
        function.__code__,
        namespace,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    copy.__dict__.update(function.__dict__)
    return copy
