"""Lattice runs Streamlit scripts incrementally."""

from __future__ import annotations

from lattice._core import version as __version__

__all__ = ["__version__"]
