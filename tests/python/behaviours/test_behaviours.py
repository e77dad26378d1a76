"""What scripts rely on: the scenario of each app, on stock and on Lattice, in every mode."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from scenario import Scenario, app_name, app_scripts, read_scenario

from driver.shared.client import SharedServer
from driver.walk import Recording, first_difference, record_steps

APPS = app_scripts(Path(__file__).parent / "apps")
# Groups whose scripts are fast and only about what a process can keep apart for two sessions.
VERIFIED = ("caches", "control_flow", "identity", "session_state", "structure")
# A cache on disk is filled by the full run, so the other one does not compute.
SHARED = ("caches/persistent",)
Servers = Callable[[str], SharedServer]


def modes_of(path: Path) -> list[str]:
    name = app_name(path)
    verified = name.split("/")[0] in VERIFIED and name not in SHARED
    return ["full", "incremental", *["verify"] * verified]


def recorded(server: SharedServer, scenario: Scenario) -> Recording:
    app = server.open(scenario.path, scenario.options)
    try:
        return record_steps(app, scenario.steps)
    finally:
        app.close()


@pytest.mark.parametrize("path", APPS, ids=app_name)
def test_app_is_equal_after_every_step(servers: Servers, path: Path) -> None:
    scenario, modes = read_scenario(path), modes_of(path)
    # Most of the time a server waits for its browser, so all of them work at the same time.
    running = [servers(mode) for mode in ("stock", *modes)]
    if "verify" in modes:
        running[-1].ask("findings")
    with ThreadPoolExecutor(len(running)) as pool:
        stock, *others = pool.map(lambda server: recorded(server, scenario), running)
    errors = [f"{step}: {state.error}" for step, state in zip(["start", *stock.steps],
              stock.states, strict=True) if state.error]  # fmt: skip
    assert not errors, errors
    for mode, recording in zip(modes, others, strict=True):
        difference = first_difference(stock, recording)
        assert difference is None, f"{mode}: {difference}"
    # What the page showed was equal; the runs beside it were as well.
    assert "verify" not in modes or running[-1].ask("findings") == []
