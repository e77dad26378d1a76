"""What the user chose for this process, and who is told of each interaction."""

from __future__ import annotations

from collections.abc import Callable

from lattice.adapter.trace import Interaction

_listeners: list[Callable[[Interaction], None]] = []


def listen(listener: Callable[[Interaction], None]) -> Callable[[], None]:
    """Call `listener` after each interaction; returns the way to stop it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def report(interaction: Interaction) -> None:
    """Tell all listeners."""
    for listener in list(_listeners):
        listener(interaction)
