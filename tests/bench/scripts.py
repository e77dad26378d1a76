"""The scripts of the tests, walked at random in this process on both engines."""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled
from driver.walk import record_walk, replay

TESTS = Path(__file__).resolve().parents[1]
_FOLDERS = ("python/scripts", "python/behaviours/apps")


@dataclass
class Walked:
    """Seconds of each interaction after the first run, and the share of cells skipped in them."""

    stock: list[float] = field(default_factory=list)
    lattice: list[float] = field(default_factory=list)
    skipped: float | None = None


def found() -> list[Path]:
    """All scripts that run by themselves; the parts of larger apps are not among them."""
    return [
        path
        for folder in _FOLDERS
        for path in sorted((TESTS / folder).rglob("*.py"))
        if "streamlit" in path.read_text()
    ]


def walk(script: Path, count: int, seed: int) -> Walked:
    """Take `count` steps on stock and the same ones on Lattice.

    Raises
    ------
    RuntimeError
        When the two pages differ: no number of such a run may be shown.
    """
    warnings.simplefilter("ignore")
    with fresh_process(script):
        stock = LocalApp(script)
        recording = record_walk(stock, count, seed)
    with fresh_process(script), lattice_enabled() as traces:
        lattice = LocalApp(script)
        difference = replay(lattice, recording)
    if difference is not None:
        raise RuntimeError(f"{script.name}: the pages differ {difference}")
    cells = [cell.action == "skip" for trace in traces[1:] for cell in trace.cells]
    share = sum(cells) / len(cells) if cells else None
    return Walked(stock.seconds[1:], lattice.seconds[1:], share)
