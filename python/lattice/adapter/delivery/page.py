"""The page of one browser session, as far as the browser is known to show it."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import Any

from lattice.adapter import compat
from lattice.adapter.delivery.node import Node, Path


@dataclass
class Page:
    """What the browser shows after all that the last run has sent.

    `others` are the types of the messages without a place. `runner` ran last; until the session's
    event loop `has_all` that it sent, only that same runner may build on it.
    """

    nodes: dict[Path, Node] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    is_whole: bool = False
    has_all: bool = False
    script: str = ""
    runner: weakref.ref[Any] | None = None
    client: weakref.ref[Any] | None = None

    def begin(self, runner: Any, client: Any, script: str) -> bool:
        """Note a new run; return whether the browser shows this page. If not, forget it."""
        is_known = (
            self.is_whole
            and (self.has_all or self.is_of(runner))
            and client is not None
            and self.client is not None
            and self.client() is client
            and self.script == script
        )
        if not is_known:
            self.nodes = {}
        self.is_whole = self.has_all = False
        self.runner = weakref.ref(runner)
        self.client = None if client is None else weakref.ref(client)
        self.script = script
        return is_known

    def is_of(self, runner: Any) -> bool:
        """Whether no other runner has begun since."""
        return self.runner is not None and self.runner() is runner

    def forget(self) -> None:
        """The browser may show anything."""
        self.is_whole = self.has_all = False
        self.nodes = {}


_pages: weakref.WeakKeyDictionary[compat.AppSession, Page] = weakref.WeakKeyDictionary()


def page_of(session: compat.AppSession) -> Page:
    """Return what is known of a session's page."""
    page = _pages.get(session)
    if page is None:
        page = _pages[session] = Page()
    return page
