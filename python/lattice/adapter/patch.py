"""Replaces attributes of Streamlit's classes and modules, and puts the originals back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Patches:
    """A set of replaced attributes."""

    def __init__(self) -> None:
        self._originals: list[tuple[Any, str, Any]] = []

    def __bool__(self) -> bool:
        return bool(self._originals)

    def wrap(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """Replace `owner.name` by what `make` returns for the original."""
        original = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
        self._originals.append((owner, name, original))
        setattr(owner, name, make(original))

    def undo(self) -> None:
        """Put all originals back, the latest first."""
        while self._originals:
            owner, name, original = self._originals.pop()
            setattr(owner, name, original)
