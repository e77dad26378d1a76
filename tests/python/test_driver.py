"""The comparison itself: equal sides are equal, and each kind of planted difference is found."""

from pathlib import Path

import pytest
from lattice.browser.difference import differences
from lattice.browser.page import Page, RefusedMessageError
from lattice.browser.step import Step, parse_step
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from driver.apptest import LocalApp, fresh_process
from driver.engine import stock_command
from driver.remote import RemoteApp
from driver.walk import Difference, record_steps, record_walk, replay

SCRIPT = """\
import streamlit as st
n = st.slider("n", 0, 5, 1)
st.session_state.log = [n]
print("n is", n)
st.dataframe({"a": [n, 2]})
st.columns(2)[1].write(n)
if n > 3:
    raise ValueError(
        n
    )
"""
STEPS = [Step("set", "n", 2), Step("set", "n", 4)]


def differing(tmp_path: Path, old: str, new: str) -> Difference | None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    with fresh_process(path):
        recording = record_steps(LocalApp(path), STEPS)
    assert old in SCRIPT
    path.write_text(SCRIPT.replace(old, new))
    with fresh_process(path):
        return replay(LocalApp(path), recording)


def test_equal_sides_are_equal(tmp_path: Path) -> None:
    assert differing(tmp_path, "n", "n") is None


@pytest.mark.parametrize(
    ("old", "new", "place", "steps"),
    [
        ('"a": [n, 2]', '"a": [n, 2 + (n == 2)]', "/page/main[1]<dataframe>/arrow_data", 1),
        ("= [n]", "= [n + (n == 2)]", "/session/log", 1),
        ('"n is", n', '"n is",  n == 2 or n', "/printed", 1),
        ("[1].write", "[n != 2].write", "/page/main[2]<[flex_container]>/children[0]", 1),
        ("if n > 3", "\nif n > 3", "stack_trace", 2),
        ("0, 5, 1)", "0, 5, 1, help='h')", "/page/main[0]<slider>", 0),
    ],
    ids=["table", "session", "print", "container", "traceback", "first run"],
)
def test_planted_difference_is_found(
    tmp_path: Path, old: str, new: str, place: str, steps: int
) -> None:
    difference = differing(tmp_path, old, new)
    assert difference is not None
    assert len(difference.steps) == steps
    assert any(place in line for line in difference.found), str(difference)


def test_planted_difference_is_found_behind_a_server(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    app = RemoteApp(stock_command(), path)
    recording = record_steps(app, STEPS)
    app.close()
    path.write_text(SCRIPT.replace('print("n is"', 'print("now"'))
    app = RemoteApp(stock_command(), path)
    difference = replay(app, recording)
    app.close()
    assert difference is not None
    assert difference.steps == []
    assert difference.found[0].startswith("/printed")


def test_walk_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    walks = []
    for seed in (1, 1, 2):
        with fresh_process(path):
            walks.append(record_walk(LocalApp(path), 8, seed).steps)
    assert walks[0] == walks[1] != walks[2]


def test_impossible_step_is_an_error_of_the_state(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    with fresh_process(path):
        states = record_steps(LocalApp(path), [Step("click", "nowhere")]).states
    assert states[1].error == "no widget 'nowhere' on the page"
    assert states[1].page == states[0].page


STEP_TEXTS = [
    "x=3",
    'a b="c"',
    "click Go",
    "chat hello there",
    "page Details",
    "rerun",
    "tick",
    "reload",
    "reload n=3",
    "dismiss Your vote",
    "pick a menu Copy",
    'select my table {"selection": {"rows": [1]}}',
    'upload up {"a.txt": "text"}',
    'send say {"text": "hi", "files": {"a.txt": "text"}}',
    'emit part {"trigger": {"event": "sent", "value": 1}}',
]


@pytest.mark.parametrize("text", STEP_TEXTS)
def test_step_prints_as_it_is_read(text: str) -> None:
    assert str(parse_step(text)) == text


@pytest.mark.parametrize("text", ["", "click", "nonsense", "=3"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a step"):
        parse_step(text)


def test_types_count() -> None:
    assert not differences({"a": 1, "b": [True]}, {"a": 1, "b": [True]})
    assert differences([1], [True])


def drawn(page: Page, path: list[int], body: str) -> None:
    message = ForwardMsg()
    message.delta.new_element.text.body = body
    message.metadata.delta_path.extend(path)
    page.apply(message)


def begin(page: Page, run: str) -> None:
    message = ForwardMsg()
    message.new_session.page_script_hash = "page"
    message.metadata.run.script_run_id = run
    page.apply(message)


def finish(page: Page, run: str) -> None:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    message.metadata.run.script_run_id = run
    page.apply(message)


def bodies(page: Page) -> list[str]:
    return [node.proto.text.body for _, node in page.nodes()]


def test_what_a_run_does_not_draw_goes_when_it_ends() -> None:
    page = Page()
    begin(page, "1")
    drawn(page, [0, 0], "a")
    drawn(page, [0, 1], "b")
    finish(page, "1")
    begin(page, "2")
    drawn(page, [0, 0], "c")
    assert bodies(page) == ["c", "b"]
    finish(page, "2")
    assert bodies(page) == ["c"]


def test_message_that_leaves_a_gap_is_refused() -> None:
    page = Page()
    begin(page, "1")
    with pytest.raises(RefusedMessageError, match="bad delta path index 2"):
        drawn(page, [0, 2], "a")
    drawn(page, [0, 0], "a")
    with pytest.raises(RefusedMessageError, match="through an element"):
        drawn(page, [0, 0, 0], "b")
