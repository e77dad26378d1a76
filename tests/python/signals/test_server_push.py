"""What is written outside of runs reaches the page without a message from the browser."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lattice.browser.step import parse_step

from driver.engine import compares_stock_with_stock, lattice_command
from driver.remote import RemoteApp

SCRIPTS = Path(__file__).parent / "pushed"

pytestmark = pytest.mark.skipif(compares_stock_with_stock(), reason="stock does not push")


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[RemoteApp]:
    opened = RemoteApp(lattice_command(), SCRIPTS / f"{request.param}.py")
    try:
        yield opened
    finally:
        opened.close()


def shows(app: RemoteApp, text: str, seconds: float = 20.0) -> bool:
    """Whether the page comes to show the text while the browser only listens."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if text in str(app.shown()):
            return True
        app.tab.listen(0.1)
    return False


@pytest.mark.parametrize("app", ["ticker"], indirect=True)
def test_a_thread_updates_a_number_and_the_page_follows(app: RemoteApp) -> None:
    app.start()
    assert shows(app, "number is `30`")
    app.wait()
    # A widget in between and afterwards works as always.
    state = app.do(parse_step("slider=3"))
    assert state.error is None
    assert "number is `30`" in str(state.page)


@pytest.mark.parametrize("app", ["callback"], indirect=True)
def test_a_callback_in_one_tab_updates_the_others(app: RemoteApp) -> None:
    app.start()
    app.open_tab()
    app.start()
    app.switch_tab(0)
    state = app.do(parse_step("click add"))
    assert "shared is `1`" in str(state.page)
    assert "own is `101`" in str(state.page)
    state = app.do(parse_step("click add"))
    assert "own is `102`" in str(state.page)
    app.switch_tab(1)
    assert shows(app, "shared is `2`")
    assert "own is `100`" in str(app.shown())


@pytest.mark.parametrize("app", ["task"], indirect=True)
def test_a_task_updates_the_page_and_unread_signals_do_not(app: RemoteApp) -> None:
    app.start()
    assert shows(app, "count is `20`")
    assert shows(app, "loaded `record 20`") or shows(app, "record 20", 1.0)
    app.wait()
    # A hundred writes of a signal that nothing on the page has read: no run, no message.
    assert app.tab._receive(1.0) is None


def test_a_push_runs_exactly_the_cells_that_read_what_was_written(tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl"
    script = SCRIPTS / "callback.py"
    app = RemoteApp(lattice_command(), script, ("--lattice.trace", str(trace)))
    try:
        app.start()
        app.open_tab()
        app.start()
        for number in (1, 2):
            app.switch_tab(0)
            app.do(parse_step("click add"))
            app.switch_tab(1)
            assert shows(app, f"shared is `{number}`")
            app.wait()
    finally:
        app.close()
    pushes = [entry for entry in map(json.loads, trace.read_text().splitlines()) if pushed(entry)]
    # The signal made by the script is another one in the other tab: what reads it is skipped.
    assert len(pushes) >= 2
    assert [cells_that_ran(entry, script) for entry in pushes] == [
        ['st.write("shared is", shared().value)']
    ] * len(pushes)


def pushed(entry: dict[str, Any]) -> bool:
    return str(entry["trigger"]) == "rerun"


def cells_that_ran(entry: dict[str, Any], script: Path) -> list[str]:
    """The first lines of the cells that an interaction ran."""
    source = script.read_text().splitlines()
    return [source[c["line"] - 1] for c in entry["cells"] if c["action"] == "run"]
