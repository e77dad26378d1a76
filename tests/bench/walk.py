"""The object walk beside pickle and deepcopy: `python tests/bench/walk.py`, in one process run.

Each line is a value, the best of several rounds in processor time: nanoseconds an object and
gigabytes a second.
"""

from __future__ import annotations

import copy
import pickle
import sys
import time
from collections.abc import Callable
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


def best(action: Callable[[], Any], seconds: float) -> float:
    shortest, end = float("inf"), time.process_time() + seconds
    while True:
        start = time.process_time()
        action()
        now = time.process_time()
        shortest = min(shortest, now - start)
        if now > end:
            return shortest


def main() -> None:
    print(f"{'value':26}{'walk':>12}{'ns/object':>11}{'GB/s':>8}{'pickle':>10}{'deepcopy':>10}")
    for name, make in VALUES.items():
        value = make()
        seen = walk(value)
        assert not seen.opaque, seen.why
        took = best(lambda value=value: walk(value), 0.5)
        dumps = best(lambda value=value: pickle.dumps(value, 5), 0.0)
        copied = best(lambda value=value: copy.deepcopy(value), 0.0)
        each = took / max(seen.objects, 1) * 1e9
        print(
            f"{name:26}{took * 1e6:9.1f} us{each:11.1f}{seen.bytes / took / 1e9:8.2f}"
            f"{dumps / took:9.1f}x{copied / took:9.1f}x"
        )
        del value, seen


if __name__ == "__main__":
    main()
