"""What only a server has: fast clicks, lost connections, several tabs, caches, edited scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp

SCRIPTS = Path(__file__).parent / "scripts"
WATCH = ("--server.fileWatcherType", "poll")

Story = Callable[[RemoteApp], list[Any]]


def assert_equal(path: Path, story: Story, flags: tuple[str, ...] = ()) -> list[Any]:
    """Tells `story` on both sides, each from the text the script has now; what stock showed."""
    text, told = path.read_text(), []
    for command in (stock_command(), lattice_command()):
        path.write_text(text)
        app = RemoteApp(command, path, flags)
        try:
            told.append(story(app))
        finally:
            app.close()
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)
    return told[0]


@pytest.fixture
def script(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / f"{request.param}.py"
    path.write_text((SCRIPTS / path.name).read_text())
    return path


def scripts(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("script", names, indirect=True)


@scripts("slow_cell")
def test_two_fast_clicks_end_in_the_same_page(script: Path) -> None:
    def story(app: RemoteApp) -> list[Any]:
        app.start()
        first = app.do_at_once([parse_step("a=4"), parse_step("b=5")]).page
        second = app.do_at_once([parse_step("b=6"), parse_step("b=7"), parse_step("a=2")]).page
        return [first, second, app.do(parse_step("rerun")).page]

    assert_equal(script, story)


@scripts("session_lists", "widgets_all", "query_params")
def test_reconnected_tab_shows_the_same_page(script: Path) -> None:
    steps = {"session_lists": "n=2", "widgets_all": "text=hi", "query_params": "n=2"}

    def story(app: RemoteApp) -> list[Any]:
        app.start()
        app.do(parse_step(steps[script.stem]))
        app.tab.reconnect()
        return [app.do(parse_step("rerun")).plain() for _ in range(2)]

    assert_equal(script, story)


@scripts("caches", "global_counters", "helper_state")
def test_two_tabs_are_two_sessions(script: Path) -> None:
    (script.parent / "helper_module.py").write_text((SCRIPTS / "helper_module.py").read_text())

    def story(app: RemoteApp) -> list[Any]:
        states = [app.start(), app.do(parse_step("n=3"))]
        app.open_tab()
        states += [app.start(), app.do(parse_step("n=4"))]
        app.switch_tab(0)
        states += [app.do(parse_step("n=1")), app.do(parse_step("rerun"))]
        return [state.plain() for state in states]

    assert_equal(script, story)


@scripts("caches")
def test_cleared_caches_are_computed_again(script: Path) -> None:
    def story(app: RemoteApp) -> list[Any]:
        states = [app.start()]
        app.tab.send_clear_cache()
        states += [app.do(parse_step("rerun")), app.do(parse_step("n=4"))]
        return [state.plain() for state in states]

    told = assert_equal(script, story)
    assert told[1]["printed"], "the caches were not cleared"


@scripts("flat", "main_function")
def test_edited_script_shows_the_new_page(script: Path) -> None:
    def story(app: RemoteApp) -> list[Any]:
        states = [app.start()]
        for edit in (lambda t: t.replace('"half"', '"half again"').replace("total", "sum_"),
                     lambda t: t + "\nst.write('appended')\n",
                     lambda t: "import streamlit as st\nst.write('first')\n" + t,
                     lambda t: t + "\nthis is no python\n",
                     lambda t: t.replace("this is no python", "")):  # fmt: skip
            script.write_text(edit(script.read_text()))
            app.tab.wait_for_edit()
            states.append(app.do(parse_step("rerun")))
        return [state.page for state in states]

    told = assert_equal(script, story, WATCH)
    assert told[4]["compile_error"] is not None
    assert told[5]["compile_error"] is None
