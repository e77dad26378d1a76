"""Random clicks through every sample and every script of the tests, on stock and on Lattice.

LATTICE_WALK_SEED chooses other clicks, LATTICE_WALK_FACTOR more of them. A failure prints the seed
and the shortest list of clicks found that still differs.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from lattice.browser.step import Step
from scenario import app_name, app_scripts, read_scenario, with_options
from shortest import minimised_steps

from driver.apptest import LocalApp, compare_recording, compare_steps, fresh_process
from driver.shared.client import SharedServer
from driver.walk import Difference, Recording, record_steps, record_walk, replay

HERE = Path(__file__).parent
SEED = int(os.environ.get("LATTICE_WALK_SEED", "1"))
FACTOR = float(os.environ.get("LATTICE_WALK_FACTOR", "1"))
INTERACTIONS = 60
# One run of these takes long.
FEWER = {
    "matplotlib_report": 8,
    "simulation": 30,
    "portfolio": 30,
    "slow_cell": 15,
    "figures_pyplot": 15,
    "figures_altair": 20,
    "figures_plotly": 30,
    "figures_pandas": 20,
    "environment/processes": 3,
    "environment/output": 20,
    "environment/pyplot": 15,
    "data/large_messages": 15,
    "data/figures_in_steps": 20,
    "environment/style_of_figures": 30,
    "control_flow/polling": 20,
}
# What AppTest does not have: secrets beside the script, the folder `pages/`.
ONLY_SERVED = {"pages/connection", "pages/folder"}
SERVED = 40
SERVED_INTERACTIONS = 12
MINIMISE_SECONDS = 60.0

SAMPLES = sorted((HERE.parents[2] / "samples").glob("*.py"))
TRAPS = sorted((HERE.parent / "scripts").glob("*.py"))
APPS = app_scripts(HERE / "apps")
Servers = Callable[[str], SharedServer]

# Some of the scripts do what their libraries advise against.
pytestmark = pytest.mark.filterwarnings("ignore")


def name_of(path: Path) -> str:
    return app_name(path) if HERE in path.parents else path.stem


LOCAL = [path for path in (*SAMPLES, *TRAPS, *APPS) if name_of(path) not in ONLY_SERVED]


def interactions(path: Path) -> int:
    return round(FACTOR * FEWER.get(name_of(path), INTERACTIONS))


def options_of(path: Path) -> AbstractContextManager[None]:
    return with_options(read_scenario(path).options) if HERE in path.parents else nullcontext()


@pytest.mark.parametrize("path", LOCAL, ids=name_of)
def test_script_is_equal_after_random_clicks(path: Path) -> None:
    with options_of(path):
        with fresh_process(path):
            recording = record_walk(LocalApp(path), interactions(path), SEED)
        difference = compare_recording(path, recording)
        if difference is None:
            return

        def fails(steps: Sequence[Step]) -> bool:
            return compare_steps(path, steps) is not None

        shortest = minimised_steps(difference.steps, fails, MINIMISE_SECONDS)
        pytest.fail(f"seed {SEED}: {compare_steps(path, shortest) or difference}", pytrace=False)


def test_there_are_ten_thousand_interactions() -> None:
    assert sum(map(interactions, LOCAL)) >= 10_000 * FACTOR


def served() -> list[Path]:
    """Another part of the scripts for every seed, those that need a server among them."""
    everywhere = [path for path in APPS if name_of(path) in ONLY_SERVED]
    chosen = random.Random(SEED).sample(LOCAL, SERVED)
    slow = [path for path in chosen if name_of(path) in FEWER]
    return everywhere + [path for path in chosen if path not in slow]


@pytest.mark.parametrize("path", served(), ids=name_of)
def test_script_is_equal_after_random_clicks_behind_a_server(servers: Servers, path: Path) -> None:
    options = read_scenario(path).options if HERE in path.parents else {}

    def walked(steps: Sequence[Step] | None = None) -> Recording:
        app = servers("stock").open(path, options)
        try:
            if steps is not None:
                return record_steps(app, steps)
            return record_walk(app, SERVED_INTERACTIONS, SEED)
        finally:
            app.close()

    def compared(recording: Recording) -> Difference | None:
        app = servers("incremental").open(path, options)
        try:
            return replay(app, recording)
        finally:
            app.close()

    difference = compared(walked())
    if difference is None:
        return
    shortest = minimised_steps(
        difference.steps, lambda steps: compared(walked(steps)) is not None, MINIMISE_SECONDS
    )
    found = compared(walked(shortest)) or difference
    pytest.fail(f"seed {SEED}: {found}", pytrace=False)
