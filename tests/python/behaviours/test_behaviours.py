"""What scripts rely on: the scenario of each app, on stock and on Lattice, full and incremental."""

from collections.abc import Callable
from pathlib import Path

import pytest
from scenario import Scenario, app_name, app_scripts, read_scenario

from driver.shared.client import SharedServer
from driver.walk import Recording, record_steps, replay

APPS = app_scripts(Path(__file__).parent / "apps")
MODES = ("full", "incremental")
Servers = Callable[[str], SharedServer]


def recorded(servers: Servers, scenario: Scenario) -> Recording:
    app = servers("stock").open(scenario.path, scenario.options)
    try:
        return record_steps(app, scenario.steps)
    finally:
        app.close()


@pytest.mark.parametrize("path", APPS, ids=app_name)
def test_app_is_equal_after_every_step(servers: Servers, path: Path) -> None:
    scenario = read_scenario(path)
    recording = recorded(servers, scenario)
    errors = [f"{s}: {state.error}" for s, state in zip(["start", *recording.steps],
              recording.states, strict=True) if state.error]  # fmt: skip
    assert not errors, errors
    for mode in MODES:
        app = servers(mode).open(scenario.path, scenario.options)
        try:
            difference = replay(app, recording)
        finally:
            app.close()
        assert difference is None, f"{mode}: {difference}"
