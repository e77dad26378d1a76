"""The scripts of the tests, walked at random on both engines over the websocket."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from driver.remote import ServedApp
from driver.shared.client import SharedServer
from lattice.browser.difference import differences
from lattice.browser.frontend import ImpossibleStepError
from lattice.browser.step import Step, choose_step

TESTS = Path(__file__).resolve().parents[1]
_FOLDERS = ("python/scripts", "python/behaviours/apps")
_ENGINES = ("stock", "incremental")
# A walk of as many steps, of which the first ones are not counted: they compile and record.
_STEPS, _WARM_UP = 12, 4
# How long a tab listens after the end of a run, in seconds.
_QUIET = 0.01


@dataclass
class Walked:
    """Seconds of each interaction after the first run, and the share of cells skipped in them."""

    stock: list[float] = field(default_factory=list)
    lattice: list[float] = field(default_factory=list)
    skipped: float | None = None


def found() -> list[Path]:
    """All scripts that run by themselves; pages and parts of larger apps are not among them."""
    return [
        path
        for folder in _FOLDERS
        for path in sorted((TESTS / folder).rglob("*.py"))
        if "streamlit" in path.read_text()
        and not path.with_suffix("").name.startswith("_")
        and path.parent.name != "pages"
    ]


@contextmanager
def servers() -> Iterator[list[SharedServer]]:
    """A stock and an incremental server, for all scripts."""
    started: list[SharedServer] = []
    try:
        for engine in _ENGINES:
            started.append(SharedServer(engine))
        yield started
    finally:
        for server in started:
            server.stop()


def walk(shared: list[SharedServer], script: Path, seed: int) -> Walked:
    """Take steps, each on both engines, which take turns in being first.

    Raises
    ------
    RuntimeError
        When the two pages differ: no number of such a run may be shown.
    """
    walked, generator = Walked(), random.Random(seed)
    apps = [server.open(script) for server in shared]
    try:
        for app in apps:
            app.start()
        for number in range(_STEPS):
            if number == _WARM_UP:
                shared[1].ask("cells")
            step = choose_step(apps[0].frontend, generator)
            for side in ((0, 1), (1, 0))[number % 2]:
                _take(apps[side], step)
            different = differences(apps[0].shown(), apps[1].shown())
            if different:
                raise RuntimeError(f"{script.name}: after {step}: {different[0]}")
            for samples, app in zip((walked.stock, walked.lattice), apps, strict=True):
                _note(samples, app, counts=number >= _WARM_UP)
        ran, cells = shared[1].ask("cells")
        walked.skipped = 1 - ran / cells if cells else None
    finally:
        for app in apps:
            app.close()
    return walked


def _take(app: ServedApp, step: Step) -> None:
    try:
        request = app.frontend.act(step)
    except ImpossibleStepError as why:
        raise RuntimeError(f"{step}: {why}") from None
    if request is None:
        return
    app.tab.send(request)
    problem = app.tab.wait_for_run(_QUIET)
    if problem is not None:
        raise RuntimeError(problem)


def _note(samples: list[float], app: ServedApp, *, counts: bool) -> None:
    """Filling in a form runs nothing."""
    if app.tab.seconds and counts:
        samples.append(app.tab.seconds)
    app.tab.seconds = 0.0
