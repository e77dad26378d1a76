"""Asynchronous effects: an `async def` function runs as a task of the event loop.

Each step of the task runs under the effect, so what it reads after an `await` counts as well. When
something changes, the task is cancelled and a new one begins. Tasks that the function creates are
on their own.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Coroutine, Generator
from typing import TYPE_CHECKING, Any

from lattice._core import SignalError

if TYPE_CHECKING:
    from lattice._core import Effect

# The loop an effect began in: another thread may be the one that makes it run again.
_loops: weakref.WeakKeyDictionary[Effect, asyncio.AbstractEventLoop] = weakref.WeakKeyDictionary()
# The task of the present run; the event loop itself holds tasks only weakly.
_tasks: weakref.WeakKeyDictionary[Effect, asyncio.Task[None]] = weakref.WeakKeyDictionary()


class _Steps(Generator[Any, Any, Any]):
    """Resumes a coroutine under its effect."""

    def __init__(self, effect: Effect, coroutine: Coroutine[Any, Any, Any]) -> None:
        self._effect = effect
        self._coroutine = coroutine

    def __await__(self) -> Generator[Any, Any, Any]:
        return self

    def send(self, value: Any) -> Any:
        return self._effect._resume(self._coroutine.send, value)

    def throw(self, *error: Any) -> Any:
        return self._effect._resume(self._coroutine.throw, *error)

    def close(self) -> None:
        self._coroutine.close()


async def _run(effect: Effect, coroutine: Coroutine[Any, Any, Any]) -> None:
    try:
        await _Steps(effect, coroutine)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        asyncio.get_running_loop().call_exception_handler(
            {"message": f"{effect!r} failed", "exception": error}
        )
    finally:
        if _tasks.get(effect) is asyncio.current_task():
            del _tasks[effect]


def _cancel(effect: Effect) -> None:
    task = _tasks.pop(effect, None)
    if task is not None:
        task.cancel()


def _begin(effect: Effect, coroutine: Coroutine[Any, Any, Any]) -> None:
    _cancel(effect)
    if effect.disposed:
        coroutine.close()
        return
    _tasks[effect] = asyncio.get_running_loop().create_task(_run(effect, coroutine))


def start(effect: Effect, coroutine: Coroutine[Any, Any, Any]) -> None:
    """Run the coroutine of a run of `effect` in the loop the effect began in."""
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        running = None
    loop = _loops.setdefault(effect, running) if running is not None else _loops.get(effect)
    if loop is None or loop.is_closed():
        coroutine.close()
        raise SignalError("an asynchronous effect needs a running event loop")
    here = loop is running
    effect._on_cleanup(lambda: cancel_in(loop, effect))
    if here:
        _begin(effect, coroutine)
    else:
        loop.call_soon_threadsafe(_begin, effect, coroutine)


def cancel_in(loop: asyncio.AbstractEventLoop, effect: Effect) -> None:
    """Cancel the task of the run before, from whatever thread."""
    if loop.is_closed():
        return
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        _cancel(effect)
    else:
        loop.call_soon_threadsafe(_cancel, effect)
