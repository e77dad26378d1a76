"""The standard output, with what one thread prints kept beside it."""

from __future__ import annotations

import threading
from typing import Any, TextIO


class _Kept(threading.local):
    lines: list[str] | None = None
    silent: bool = False


class Output:
    """Stands in for `sys.stdout`; what is not asked for here goes to the stream itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._kept = _Kept()
        self._last: list[str] = []

    def keep(self, *, silent: bool) -> None:
        """From now on keep what this thread prints; `silent`: do not print it."""
        self._last = self._kept.lines = []
        self._kept.silent = silent

    def taken(self) -> str:
        """Return what the last thread that was asked for has printed, and stop keeping it."""
        lines, self._last = self._last, []
        if self._kept.lines is lines:
            self._kept.lines = None
        return "".join(lines)

    def write(self, text: str) -> int:
        """Print text."""
        kept = self._kept
        if kept.lines is not None:
            kept.lines.append(text)
            if kept.silent:
                return len(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
