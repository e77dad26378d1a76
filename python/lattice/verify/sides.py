"""Tabs in processes of their own: neither sees what the other does to its process.

All are forked from one server process, so they agree on the order of sets of texts, and start in
a few milliseconds once it has imported Streamlit.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

from lattice.browser.step import Step


class EndedError(Exception):
    """The script ended its process."""


class Side:
    """A tab that lives elsewhere; has the methods of `Tab`."""

    def __init__(self, path: str, *, incrementally: bool) -> None:
        context = _context()
        self._connection, other = context.Pipe()
        self._process: Any = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(other, path, incrementally), daemon=True
        )
        self._process.start()
        other.close()

    def start(self) -> Any:
        """Open the page."""
        return self._ask("start")

    def do(self, step: Step) -> Any:
        """Take a step."""
        return self._ask("do", step)

    def ask(self, name: str, *arguments: Any) -> None:
        """Begin what `answer` waits for; the other side works meanwhile."""
        try:
            self._connection.send((name, arguments))
        except OSError as error:
            raise EndedError from error

    def answer(self) -> Any:
        """Return what was asked for."""
        try:
            good, value = self._connection.recv()
        except (EOFError, OSError) as error:
            raise EndedError from error
        if not good:
            raise RuntimeError(value)
        return value

    def choose(self, seed: int) -> Step:
        """Return something a user could do now."""
        step: Step = self._ask("choose", seed)
        return step

    def account(self) -> Any:
        """Return what is known of the last run."""
        return self._ask("account")

    def close(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.terminate()
        self._process.join()

    def _ask(self, name: str, *arguments: Any) -> Any:
        self.ask(name, *arguments)
        return self.answer()


def replayed(path: str, steps: Sequence[Step], *, incrementally: bool) -> tuple[Side, Any]:
    """Return a side after some steps, and what it shows."""
    side = Side(path, incrementally=incrementally)
    seen = side.start()
    for step in steps:
        seen = side.do(step)
    return side, seen


_contexts: list[BaseContext] = []


def _context() -> BaseContext:
    if not _contexts:
        way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(way)
        if way == "forkserver":
            context.set_forkserver_preload(["lattice.verify.tab"])
        _contexts.append(context)
    return _contexts[0]


def _serve(connection: Connection, path: str, incrementally: bool) -> None:
    from lattice.verify.tab import Tab

    # What the script prints natively would mix with the report.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    tab = Tab(path, incrementally=incrementally)
    while True:
        try:
            name, arguments = connection.recv()
        except EOFError:
            return
        try:
            answer = (True, getattr(tab, name)(*arguments))
        except Exception as error:
            answer = (False, f"{type(error).__name__}: {error}")
        connection.send(answer)
