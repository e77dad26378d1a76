"""The object walk beside pickle and deepcopy: `./dev bench --only walk`, in one process run.

Each line is a value; medians of several rounds in processor time. The ratios say how many times
faster the walk is; memory is what it digests, in gigabytes a second.
"""

from __future__ import annotations

import copy
import pickle
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from walk_support import walk


class Node:
    def __init__(self, number: int) -> None:
        self.number = number
        self.name = "node"
        self.parts = [number]


def frame(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    data: dict[str, Any] = {f"f{i}": rng.random(rows) for i in range(8)}
    data["text"] = [f"name {i}" for i in range(rows)]
    data["day"] = pd.date_range("2000", periods=rows, freq="min")
    return pd.DataFrame(data)


VALUES: dict[str, Callable[[], Any]] = {
    "int": lambda: 5,
    "small dict": lambda: {"a": 1, "b": [1, 2, 3], "c": "text"},
    "small frame": lambda: frame(100),
    "1e6 lists": lambda: [[] for _ in range(1_000_000)],
    "1e6 pairs in lists": lambda: [[i, "x"] for i in range(1_000_000)],
    "1e6 rows (tuples)": lambda: [(i, 1.5, "x") for i in range(1_000_000)],
    "1e6 ints": lambda: list(range(1_000_000)),
    "1e6 texts": lambda: [str(i) for i in range(1_000_000)],
    "300k dicts": lambda: [{"id": i, "name": "x", "value": 1.5} for i in range(300_000)],
    "300k instances": lambda: [Node(i) for i in range(300_000)],
    "1e6 set of ints": lambda: set(range(1_000_000)),
    "array 800 MB": lambda: np.arange(100_000_000, dtype=np.float64),
    "array 80 MB, transposed": lambda: np.arange(10_000_000.0).reshape(1000, -1).T,
    "array 8 MB": lambda: np.arange(1_000_000, dtype=np.float64),
    "array 80 MB, every other": lambda: np.arange(20_000_000, dtype=np.float64)[::2],
    "frame of 1e6 rows": lambda: frame(1_000_000),
}


@dataclass
class Line:
    """One value; seconds of processor time, each the median of several rounds."""

    what: str
    objects: int
    bytes: int
    walk: float
    pickle: float
    deepcopy: float


def median(action: Callable[[], Any], seconds: float) -> float:
    """Repeat an action for `seconds` and at least once."""
    samples: list[float] = []
    end = time.process_time() + seconds
    while not samples or (time.process_time() < end and len(samples) < 1000):
        start = time.process_time()
        action()
        samples.append(time.process_time() - start)
    return statistics.median(samples)


def measure(quick: bool) -> Iterator[Line]:
    """Measure each value, one after the other.

    Raises
    ------
    RuntimeError
        A value could not be looked at, which would make its time meaningless.
    """
    for name, make in VALUES.items():
        value = make()
        seen = walk(value)
        if seen.opaque:
            raise RuntimeError(f"{name}: {seen.why}")
        objects, size = seen.objects, seen.bytes
        del seen
        took = median(lambda value=value: walk(value), 0.2 if quick else 1.0)
        dumps = median(lambda value=value: pickle.dumps(value, 5), 0.0 if quick else 1.0)
        copied = median(lambda value=value: copy.deepcopy(value), 0.0 if quick else 1.0)
        yield Line(name, objects, size, took, dumps, copied)
        del value


def row(it: Line) -> str:
    """The Markdown of one line."""
    # Of the content of arrays and rows of atoms no part is an object of its own.
    each = f"{it.walk / it.objects * 1e9:.0f} ns" if it.objects > 1000 else ""
    speed = f"{it.bytes / it.walk / 1e9:.1f} GB/s"
    cells = [it.what, f"{it.walk * 1e3:.3f} ms", each, speed]
    cells += [f"{it.pickle / it.walk:.1f}", f"{it.deepcopy / it.walk:.1f}"]
    return "| " + " | ".join(cells) + " |"


HEAD = """| looked at | time | an object | memory | pickle / walk | deepcopy / walk |
|---|---:|---:|---:|---:|---:|"""


def section(lines: list[Line]) -> str:
    """The section of docs/benchmarks.md."""
    table = "\n".join([HEAD, *map(row, lines)])
    return f"""## Looking at objects

How long it takes to see whether an object changed, beside `pickle.dumps` (protocol 5) and
`copy.deepcopy` of the same object, in one process: medians of processor time. A ratio above 1 means
that the walk is faster.

{table}
"""


def main() -> None:
    print(section(list(measure(quick="--quick" in sys.argv))))


if __name__ == "__main__":
    main()
