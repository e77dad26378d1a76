"""Figures of pyplot: Streamlit closes all of them after each run, behind the engine's back.

Closing takes the canvas away that the figure was made with. The engine may use the figure again in
the next run, where a new one would have its canvas.
"""

from __future__ import annotations

import sys
from typing import Any


def open_figures() -> list[tuple[Any, Any]]:
    """Return the figures that pyplot knows, each with its canvas."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is None:
        return []
    managers = list(helpers.Gcf.figs.values())
    return [(manager.canvas.figure, manager.canvas) for manager in managers]


def reopen(figures: list[tuple[Any, Any]]) -> None:
    """Give figures the canvases back that they had when the run ended."""
    for figure, canvas in figures:
        vars(figure)["canvas"] = canvas
