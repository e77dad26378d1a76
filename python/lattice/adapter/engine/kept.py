"""Functions that outlive their run: they keep the variables that run has left.

All runs of a script share one namespace here, Streamlit makes a new one for each. So a function in
`session_state` gets a copy of the namespace before the next run begins, a fragment that the next
run did not come to gets one afterwards, and a script that still runs on a thread of its own keeps
the whole namespace.
"""

from __future__ import annotations

import sys
import threading
from types import CellType, FrameType, FunctionType
from typing import Any, NamedTuple

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


class Left(NamedTuple):
    """What the last run has left: its fragments, by Streamlit's ids, and its variables."""

    fragments: dict[str, Any]
    variables: dict[str, Any]


def left(storage: Any, variables: dict[str, Any], live: dict[str, Any]) -> Left | None:
    """Return the stored fragments that see the namespace of the last run; None without any."""
    with storage._lock:
        stored = dict(storage._fragments)
    seeing = _Copier(live, variables)
    fragments = {key: value for key, value in stored.items() if seeing.copy(value) is not value}
    return Left(fragments, variables) if fragments else None


def keep_fragments(last: Left, storage: Any, live: dict[str, Any]) -> None:
    """Let fragments that were not registered again see the variables of their own run."""
    with storage._lock:
        old = [key for key, value in last.fragments.items() if storage._fragments.get(key) is value]
        if not old:
            return
        copier = _Copier(live, last.variables)
        for key in old:
            storage._fragments[key] = copier.copy(last.fragments[key])
        for name, value in list(last.variables.items()):
            last.variables[name] = copier.copy(value)


class _Copier:
    """Copies of functions, and of those they close over, that see another namespace.

    The old functions stay what they are: the engine may bind them again.
    """

    def __init__(self, live: dict[str, Any], namespace: dict[str, Any]) -> None:
        self._live = live
        self._namespace = namespace
        self._copies: dict[int, tuple[Any, Any]] = {}

    def copy(self, value: Any) -> Any:
        """Return a copy, or the value itself if it does not see the namespace."""
        if not isinstance(value, FunctionType):
            return value
        known = self._copies.get(id(value))
        if known is not None:
            return known[1]
        # A function that reaches itself.
        self._copies[id(value)] = value, value
        sees = value.__globals__ is self._live
        cells = value.__closure__ or ()
        copied = tuple(self._cell(cell) for cell in cells)
        if not sees and all(a is b for a, b in zip(cells, copied, strict=True)):
            return value
        made = _copy(value, self._namespace if sees else value.__globals__, copied)
        self._copies[id(value)] = value, made
        return made

    def _cell(self, cell: CellType) -> CellType:
        try:
            content = cell.cell_contents
        except ValueError:
            return cell
        copied = self.copy(content)
        return cell if copied is content else CellType(copied)


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


def _copy(
    function: FunctionType,
    namespace: dict[str, Any],
    closure: tuple[CellType, ...] | None = None,
) -> FunctionType:
    copy = FunctionType(
        function.__code__,
        namespace,
        function.__name__,
        function.__defaults__,
        closure or function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    copy.__dict__.update(function.__dict__)
    return copy
