"""The zoo: figures of matplotlib."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from walk_acts import Entry, at


def lines() -> Any:
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.plot([1, 2, 3], [3, 1, 2], label="a")
    axes.legend()
    axes.set_title("title")
    return figure


def shapes() -> Any:
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    axes.bar(["a", "b"], [1, 2])
    axes.scatter([0, 1], [1, 2], c=[1.0, 2.0])
    axes.annotate("here", (0, 1), arrowprops={"arrowstyle": "->"})
    axes.fill_between([0, 1], [1, 2])
    axes.text(0, 1, "$x^2$")
    return figure


def picture() -> Any:
    figure = Figure(figsize=(4, 3))
    mappable = figure.subplots().imshow(np.eye(3))
    figure.colorbar(mappable)
    figure.suptitle("all")
    return figure


def crowd() -> Any:
    figure = Figure()
    figure.subplots().bar(range(60), range(60))
    return figure


def days() -> Any:
    figure = Figure(figsize=(3, 2), layout="constrained")
    axes = figure.subplots()
    axes.plot(pd.date_range("2020", periods=3), [1, 2, 3])
    axes.grid(alpha=0.3)
    return figure


def by_pyplot() -> Any:
    figure, axes = plt.subplots(figsize=(3, 2))
    plt.close(figure)
    axes.plot([1, 2])
    return figure, axes


def on_canvas() -> Any:
    figure = Figure(figsize=(3, 2))
    FigureCanvasAgg(figure)
    figure.subplots().plot([1, 2])
    figure.canvas.draw()
    return figure


def drawn(figure: Any) -> Any:
    figure.savefig(io.BytesIO(), format="png")
    return figure


FIGURES: dict[str, Entry] = {
    "lines": (
        lines,
        [
            lambda f: f.axes[0].plot([1]),
            lambda f: f.axes[0].set_title("other"),
            lambda f: f.axes[0].set_xlim(0, 9),
            lambda f: f.axes[0].lines[0].set_color("red"),
            lambda f: f.axes[0].lines[0].set_ydata([3, 1, 4]),
            lambda f: f.axes[0].lines[0].set_linewidth(7),
            lambda f: f.axes[0].lines[0].remove(),
            lambda f: f.axes[0].get_legend().remove(),
            lambda f: f.axes[0].get_xticklabels()[0].set_rotation(45),
            lambda f: f.axes[0].tick_params(axis="x", rotation=60),
            lambda f: f.axes[0].set_position([0, 0, 1, 1]),
            lambda f: f.axes[0].invert_yaxis(),
            lambda f: f.axes[0].set_yscale("log"),
            lambda f: f.axes[0].grid(True),
            lambda f: f.axes[0].set_facecolor("grey"),
            lambda f: f.axes[0].spines["top"].set_visible(False),
            lambda f: f.axes[0].xaxis.set_major_formatter("{x} km"),
            lambda f: f.axes[0].callbacks.connect("xlim_changed", print),
            lambda f: f.set_size_inches(9, 9),
            lambda f: f.set_dpi(33),
            lambda f: f.suptitle("over"),
            lambda f: f.subplots_adjust(left=0.4),
            lambda f: f.set_layout_engine("tight"),
            lambda f: f.add_axes((0, 0, 0.1, 0.1)),
            lambda f: f.delaxes(f.axes[0]),
            lambda f: f.clear(),
            drawn,
        ],
        [
            str,
            lambda f: f.axes[0].transData.transform((0, 0)),
            lambda f: f.axes[0].transAxes.inverted().transform((0, 0)),
            lambda f: f.axes[0].get_position().x0,
            lambda f: f.get_size_inches(),
            lambda f: f.axes[0].get_title(),
            lambda f: f.axes[0].get_legend_handles_labels(),
            lambda f: f.axes[0].lines[0].get_ydata(),
            lambda f: f.axes[0].bbox.width,
            lambda f: f.get_children(),
            lambda f: f.axes[0].transScale.transform((1, 1)),
        ],
    ),
    "shapes": (
        shapes,
        [
            lambda f: f.axes[0].patches[0].set_height(9),
            lambda f: f.axes[0].collections[0].set_array([5.0, 6.0]),
            lambda f: f.axes[0].texts[0].set_text("there"),
            lambda f: f.axes[0].twinx(),
        ],
        [str, lambda f: f.axes[0].get_children()],
    ),
    "picture": (
        picture,
        [
            lambda f: f.axes[0].images[0].set_data(np.ones((3, 3))),
            lambda f: f.axes[0].images[0].set_cmap("gray"),
            lambda f: f.axes[0].images[0].set_clim(0, 5),
            lambda f: f.axes[0].sharex(f.axes[1]),
        ],
        [str, lambda f: f.axes[0].images[0].get_array()],
    ),
    "drawn": (
        lambda: drawn(shapes()),
        [lambda f: f.axes[0].set_title("other"), lambda f: f.axes[0].texts[0].set_text("there")],
        [str, lambda f: f.axes[0].transData.transform((0, 0)), lambda f: f.axes[0].get_xlim()],
    ),
    "days": (days, [lambda f: f.axes[0].set_xlim(0, 1), drawn], [str]),
    "days, drawn": (lambda: drawn(days()), [lambda f: f.axes[0].set_ylabel("y")], [str]),
    "pyplot's": (
        by_pyplot,
        [lambda both: both[1].plot([3]), lambda both: drawn(both[0])],
        [repr, lambda both: both[0].axes],
    ),
    "on a canvas, drawn": (
        on_canvas,
        [lambda f: f.canvas.renderer.clear()],
        [str, lambda f: f.canvas.buffer_rgba()],
    ),
    "parts": (
        lambda: [
            mpl.colormaps["viridis"].copy(),
            mpl.colors.Normalize(0, 1),
            mpl.path.Path([(0, 0)]),
        ],
        [
            lambda parts: at(parts, 0, parts[0].with_extremes(bad="red")),
            lambda parts: parts[1].autoscale([3, 4]),
            lambda parts: setattr(parts[2], "vertices", [(1, 1)]),
        ],
        [repr],
    ),
}
