"""A browser for all tests, and a server for each engine, with the page of `app.py`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "python")]

from devtools import BrowserPage, browser_page, browser_path
from driver.engine import lattice_command, stock_command
from driver.server import Server

APP = Path(__file__).with_name("app.py")
COMMANDS = {"stock": stock_command, "lattice": lattice_command}
OpenPage = Callable[[str], BrowserPage]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserPage]:
    executable = browser_path()
    if executable is None:
        pytest.skip("no Chromium found (apt-get install chromium)")
    with browser_page(executable, tmp_path_factory.mktemp("browser") / "profile") as page:
        yield page


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[str], Server]]:
    running: dict[str, Server] = {}

    def server(engine: str) -> Server:
        if engine not in running:
            running[engine] = Server(COMMANDS[engine](), APP)
        return running[engine]

    yield server
    for each in running.values():
        each.stop()


@pytest.fixture
def open_page(browser: BrowserPage, servers: Callable[[str], Server]) -> OpenPage:
    """Opens the app on `stock` or `lattice` in a session of its own; its first run is over."""

    def opened(engine: str) -> BrowserPage:
        browser.open("about:blank")
        browser.errors.clear()
        browser.open(f"http://127.0.0.1:{servers(engine).port}/")
        browser.wait_until("document.body.innerText.includes('n is 1, name is')")
        browser.wait_until("document.querySelector('[data-testid=stSlider] input') !== null")
        browser.wait_until("document.querySelector('[data-testid=stFileUploader] input') !== null")
        return browser

    return opened
