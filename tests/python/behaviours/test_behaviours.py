"""What scripts rely on: the scenario of each app, on stock and on Lattice, full and incremental."""

from collections.abc import Callable
from pathlib import Path

import pytest
from scenario import Scenario, app_name, app_scripts, read_scenario

from driver.shared.client import SharedServer
from driver.walk import Recording, record_steps, replay

APPS = app_scripts(Path(__file__).parent / "apps")
MODES = ("full", "incremental")
# Groups whose scripts are fast and only about what a process can keep apart for two sessions.
VERIFIED = ("caches", "control_flow", "identity", "session_state", "structure")
# A cache on disk is filled by the full run, so the other one does not compute.
SHARED = ("caches/persistent",)
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


@pytest.mark.parametrize(
    "path",
    [p for p in APPS if app_name(p).split("/")[0] in VERIFIED and app_name(p) not in SHARED],
    ids=app_name,
)
def test_app_is_silent_when_it_is_verified(servers: Servers, path: Path) -> None:
    scenario = read_scenario(path)
    recording = recorded(servers, scenario)
    server = servers("verify")
    server.ask("findings")
    app = server.open(scenario.path, scenario.options)
    try:
        difference = replay(app, recording)
    finally:
        app.close()
    assert difference is None, str(difference)
    assert server.ask("findings") == []
