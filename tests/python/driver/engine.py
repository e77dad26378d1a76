"""Which engine the second side of a comparison runs on.

LATTICE_TEST_ENGINE=stock compares stock Streamlit with itself: every difference is then one of the
harness or of a script that is not deterministic. It serves work on the harness.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def compares_stock_with_stock() -> bool:
    return os.environ.get("LATTICE_TEST_ENGINE") == "stock"


@contextlib.contextmanager
def lattice_enabled() -> Iterator[list[Any]]:
    """AppTest runs go through the incremental engine; yields the traces, one for each run."""
    traces: list[Any] = []
    if compares_stock_with_stock():
        yield traces
        return
    from lattice import apptest

    with apptest.enabled(traces):
        yield traces


def stock_command() -> list[str]:
    return [sys.executable, "-m", "streamlit"]


def lattice_command() -> list[str]:
    if compares_stock_with_stock():
        return stock_command()
    return [str(Path(sys.executable).with_name("lattice"))]
