"""Lattice runs Streamlit scripts incrementally; its signals work in any Python program."""

from __future__ import annotations

from lattice._core import (
    CycleError,
    Effect,
    Memo,
    MemoWriteError,
    Signal,
    SignalError,
    batch,
    effect,
    memo,
    on_cleanup,
    signal,
    untrack,
)
from lattice._core import version as __version__

__all__ = [
    "CycleError",
    "Effect",
    "Memo",
    "MemoWriteError",
    "Signal",
    "SignalError",
    "__version__",
    "batch",
    "effect",
    "memo",
    "on_cleanup",
    "signal",
    "untrack",
]
