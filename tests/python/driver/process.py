"""Makes the process look as if no script had run in it."""

from __future__ import annotations

import importlib
import random
import socket
import sys
from pathlib import Path

import streamlit as st
from lattice.browser.canonical import Canonical

_SESSION_PREFIX = "$$"
_RECURSION = sys.getrecursionlimit()


def reset(folder: Path) -> None:
    """Forgets caches, modules beside the script, and settings of the libraries tests change."""
    st.cache_data.clear()
    st.cache_resource.clear()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name != "__main__" and file and Path(file).resolve().parent == folder:
            del sys.modules[name]
    importlib.invalidate_caches()
    sys.setrecursionlimit(_RECURSION)
    socket.setdefaulttimeout(None)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
        pyplot.rcdefaults()
    plotly = sys.modules.get("plotly.io")
    if plotly is not None:
        plotly.templates.default = "streamlit"  # as Streamlit sets it when it is imported
    pandas = sys.modules.get("pandas")
    if pandas is not None:
        pandas.reset_option("display")
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")


def seed(number: int) -> None:
    """Both sides draw the same "random" numbers as long as they draw them in the same order."""
    random.seed(number)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(number)


def plain_session(session_state: object, canonical: Canonical) -> dict[str, object]:
    """What a script sees of its session state, as plain data."""
    state = session_state.filtered_state  # type: ignore[attr-defined]
    return {
        str(key): canonical.value(value)
        for key, value in sorted(state.items(), key=lambda item: str(item[0]))
        if not str(key).startswith(_SESSION_PREFIX)
    }
