"""Lattice runs Streamlit scripts incrementally; its signals work in any Python program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    "jit",
    "memo",
    "on_cleanup",
    "signal",
    "untrack",
]

if TYPE_CHECKING:
    from lattice.kernels import jit


def __getattr__(name: str) -> Any:
    """``jit`` is loaded when it is first asked for: most programs never do."""
    if name != "jit":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lattice.kernels import jit

    return jit
