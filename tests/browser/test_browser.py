"""One interaction in a real browser, from `lattice run` to the pixels."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "python")]

from devtools import browser_page, browser_path
from driver.engine import lattice_command
from driver.server import Server

SCRIPT = TESTS.parent / "samples" / "hello.py"
PNG = b"\x89PNG\r\n"


@pytest.mark.skipif(browser_path() is None, reason="no Chromium found (apt-get install chromium)")
def test_slider_moved_by_keyboard_changes_only_its_sentence(tmp_path: Path) -> None:
    executable = browser_path()
    assert executable is not None
    server = Server(lattice_command(), SCRIPT)
    try:
        with browser_page(executable, tmp_path / "profile") as page:
            page.open(f"http://127.0.0.1:{server.port}/")
            page.wait_until("document.body.innerText.includes('15 letters of greeting')")
            page.evaluate("void (document.querySelector('h1').untouched = true)")
            # The frontend loads the code of a slider when it meets one.
            page.wait_until("document.querySelector('[data-testid=stSlider] input') !== null")
            page.evaluate("document.querySelector('[data-testid=stSlider] input').focus()")
            page.press("ArrowRight", 39)
            page.wait_until("document.body.innerText.includes('20 letters of greeting')")
            # The run has ended when the icon for it is gone; only then stale elements would vanish.
            page.wait_until("!document.querySelector('[data-testid=stStatusWidget]')")
            assert page.evaluate("document.querySelector('h1').untouched") is True
            assert page.evaluate("document.querySelectorAll('[data-stale=true]').length") == 0
            shown = page.evaluate("document.querySelector('[data-testid=stSlider] input').value")
            assert shown == "4"
            page.screenshot(tmp_path / "page.png")
            assert page.errors == []
    finally:
        server.stop()
    assert (tmp_path / "page.png").read_bytes().startswith(PNG)
