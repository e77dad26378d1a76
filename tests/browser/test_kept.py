"""What a run must leave alone in the browser, and what it must change: stock beside Lattice."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from devtools import BrowserPage

OpenPage = Callable[[str], BrowserPage]

ENGINES = pytest.mark.parametrize("engine", ["stock", "lattice"])
SLIDER = "document.querySelector('[data-testid=stSlider] input')"
NAME = "document.querySelector('[data-testid=stTextInput] input')"
DETAILS = "document.querySelector('[data-testid=stExpander] details')"
STALE = "document.querySelectorAll('[data-stale=true]')"
# The browser knows of no run; its icon comes later and goes later.
RESTING = "document.querySelector('[data-test-script-state=notRunning]') !== null"
# No icon says that the script runs.
IDLE = "!document.querySelector('[data-testid=stStatusWidget]')"


def shows(text: str) -> str:
    return f"document.body.innerText.includes({text!r})"


def move_slider(page: BrowserPage, times: int = 1) -> None:
    page.evaluate(f"{SLIDER}.focus()")
    for _ in range(times):
        page.press("ArrowRight", 39)


@ENGINES
def test_focus_and_cursor_are_kept_while_a_run_ends(open_page: OpenPage, engine: str) -> None:
    page = open_page(engine)
    move_slider(page, 6)
    page.wait_until(f"{STALE}.length > 0 || !({IDLE})")
    page.click(NAME)
    page.evaluate(f"void ({NAME}.same = true)")
    page.type_text("hllo")
    page.evaluate(f"{NAME}.setSelectionRange(1, 1)")
    page.wait_until(shows("n is 7, name is ."))
    page.wait_until(IDLE)
    assert page.evaluate(f"document.activeElement === {NAME} && {NAME}.same") is True
    assert page.evaluate(f"[{NAME}.value, {NAME}.selectionStart]") == ["hllo", 1]
    page.type_text("e")
    page.press("Enter", 13)
    page.wait_until(shows("n is 7, name is hello."))
    assert page.evaluate(f"document.activeElement === {NAME}") is True
    assert page.evaluate(f"[{NAME}.value, {NAME}.selectionStart]") == ["hello", 2]
    assert page.errors == []


@ENGINES
def test_opened_expander_stays_open(open_page: OpenPage, engine: str) -> None:
    page = open_page(engine)
    page.click(f"{DETAILS}.querySelector('summary')")
    page.wait_until(f"{DETAILS}.open")
    page.evaluate(f"void ({DETAILS}.same = true)")
    move_slider(page)
    page.wait_until(shows("n is 2"))
    page.wait_until(IDLE)
    assert page.evaluate(f"{DETAILS}.open && {DETAILS}.same") is True
    assert page.evaluate(f"{DETAILS}.innerText.includes('inside the expander')") is True
    assert page.errors == []


def watch(page: BrowserPage, expression: str) -> None:
    """Collects the values that `expression` has while the page changes."""
    page.evaluate(
        "void (() => { window.seen = []; window.observer?.disconnect();"
        f"const look = () => {{ const v = {expression};"
        "if (v !== null && window.seen.at(-1) !== v) window.seen.push(v); };"
        "window.observer = new MutationObserver(look);"
        "window.observer.observe(document.body,"
        "{subtree: true, childList: true, characterData: true, attributes: true}); })()"
    )


@ENGINES
def test_text_above_a_slow_part_is_not_dimmed(open_page: OpenPage, engine: str) -> None:
    page = open_page(engine)
    page.evaluate(
        "void [...document.querySelectorAll('[data-testid=stText]')].map((e) => e.same = true)"
    )
    dim = f"[...{STALE}].map((e) => e.innerText)"
    move_slider(page, 6)
    # While the slow part runs, stock dims what stands below it. Lattice may know that it stays.
    page.wait_until(f"!({IDLE}) && !{dim}.some((t) => t.startsWith('untouched'))")
    if engine == "stock":
        page.wait_until(f"{dim}.includes('below the slow part')")
    page.wait_until(shows("n is 7"))
    page.wait_until(IDLE)
    kept = "[...document.querySelectorAll('[data-testid=stText]')].every((e) => e.same)"
    assert page.evaluate(kept) is True
    assert page.evaluate(f"{STALE}.length") == 0
    assert page.errors == []


def test_nothing_is_dimmed_that_stays(open_page: OpenPage) -> None:
    page = open_page("lattice")
    move_slider(page, 6)
    page.wait_until(f"{shows('n is 7')} && {RESTING}")
    # One step from a page that is known: while the slow part runs, nothing waits. An empty place,
    # which nobody sees, counts as stale in every run.
    move_slider(page)
    dim = f"[...{STALE}].filter((e) => e.innerText)"
    page.wait_until(f"!({IDLE}) && {dim}.length === 0 && !{shows('n is 8')}")
    page.wait_until(shows("n is 8"))
    page.wait_until(IDLE)
    assert page.errors == []


@ENGINES
def test_animation_shows_its_frames_and_a_click_ends_it(open_page: OpenPage, engine: str) -> None:
    page = open_page(engine)
    pattern = "/frame (\\d+) of (\\d)/.exec(document.body.innerText)"
    watch(page, f"({pattern} ? {pattern}[0] : null)")
    page.click("document.querySelector('[data-testid=stButton] button')")
    page.wait_until(shows("frame 5 of 1"))
    frames = page.evaluate("window.seen")
    assert len(frames) >= 4, frames
    assert frames == sorted(frames, key=lambda text: int(text.split()[1]))
    move_slider(page)
    page.wait_until(shows("n is 2"))
    page.wait_until(IDLE)
    assert page.evaluate(f"!{pattern}") is True
    assert page.errors == []


def settled_place(page: BrowserPage, element: str) -> list[float]:
    """Left and top of an element once the page has stopped moving it."""
    place = f"(() => {{ const r = {element}.getBoundingClientRect(); return [r.x, r.y]; }})()"
    page.wait_until(IDLE)
    seen: list[list[float]] = []
    while len(seen) < 5 or seen[-1] != seen[-5]:
        seen.append(page.evaluate(place))
        time.sleep(0.1)
    return seen[-1]


def edit_first_number(page: BrowserPage, text: str) -> None:
    """Opens the cell below the header of the column after the row numbers, by mouse and keys."""
    table = "document.querySelector('[data-testid=stDataFrame]')"
    page.wait_until(f"{table}?.querySelector('canvas')?.tagName")
    page.evaluate(f"{table}.scrollIntoView({{block: 'center'}})")
    box = settled_place(page, table)
    page.click_at(box[0] + 150, box[1] + 35 + 17)
    page.click_at(box[0] + 150, box[1] + 35 + 17, times=2)
    editor = "document.querySelector('[id=portal] input, [id=portal] textarea')"
    page.wait_until(f"{editor} !== null")
    page.evaluate(f"{editor}.focus(), {editor}.select()")
    # The editor takes over what the keys did in its next frames; nobody types faster.
    time.sleep(0.3)
    page.type_text(text)
    time.sleep(0.3)
    page.press("Enter", 13)


@ENGINES
def test_edited_cell_counts_and_stays(open_page: OpenPage, engine: str) -> None:
    page = open_page(engine)
    page.wait_until(shows("sum is 6."))
    edit_first_number(page, "10")
    page.wait_until(shows("sum is 15."))
    move_slider(page)
    page.wait_until(shows("n is 2"))
    page.wait_until(IDLE)
    assert page.evaluate(shows("sum is 15.")) is True
    assert page.errors == []


@ENGINES
def test_uploaded_file_arrives_and_stays(open_page: OpenPage, engine: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("some notes")
    page = open_page(engine)
    page.choose_files("document.querySelector('[data-testid=stFileUploader] input')", file)
    page.wait_until(shows("uploaded notes.txt: some notes."))
    move_slider(page)
    page.wait_until(shows("n is 2"))
    page.wait_until(IDLE)
    assert page.evaluate(shows("uploaded notes.txt: some notes.")) is True
    page.click("document.querySelector('[data-testid=stFileChipDeleteBtn] button')")
    page.wait_until(f"!({shows('uploaded notes.txt')})")
    assert page.errors == []
