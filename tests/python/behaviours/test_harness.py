"""The shared servers find a planted difference; the minimiser leaves only what fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lattice.browser.step import Step, parse_step
from scenario import read_scenario
from shortest import minimised_steps

from driver.shared.client import SharedServer
from driver.walk import record_steps, replay

SCRIPT = """\
# A slider, the session and a line.
# option runner.magicEnabled=true
# > n=2
# > n=4
import streamlit as st
n = st.slider("n", 0, 5)
st.session_state.log = [n]
print("n is", n)
f"magic {n}"
"""


@pytest.mark.parametrize(
    ("change", "place", "steps"),
    [
        (("n is", "n is"), "", 0),
        (("log = [n]", "log = [n + (n == 4)]"), "/session/log", 2),
        (("n is", "n was"), "/printed[0]", 0),
        (('f"magic {n}"', 'f"magic {n + (n == 2)}"'), "/page/main[1]", 1),
    ],
    ids=["none", "session", "print", "page"],
)
def test_planted_difference_is_found(
    servers: Callable[[str], SharedServer],
    tmp_path: Path,
    change: tuple[str, str],
    place: str,
    steps: int,
) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    scenario = read_scenario(path)
    app = servers("stock").open(path, scenario.options)
    recording = record_steps(app, scenario.steps)
    app.close()
    path.write_text(SCRIPT.replace(*change, 1))
    app = servers("stock").open(path, scenario.options)
    difference = replay(app, recording)
    app.close()
    if not place:
        assert difference is None
        return
    assert difference is not None
    assert len(difference.steps) == steps
    assert difference.found[0].startswith(place), difference.found


def test_only_clicks_that_matter_stay() -> None:
    steps = [parse_step(f"n={i}") for i in range(20)]

    def fails(some: Sequence[Step]) -> bool:
        return steps[3] in some and steps[19] in some

    assert minimised_steps(steps, fails, 60) == [steps[3], steps[19]]
