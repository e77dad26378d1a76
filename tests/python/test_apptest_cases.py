"""Clicks through scripts full of traps that a random walk may miss, in AppTest.

Each script names its trap in its first line; `behaviours/test_walker.py` clicks at random.
"""

from pathlib import Path

import pytest
from lattice.browser.step import parse_step

from driver.apptest import compare_steps

# Some of the scripts do what their libraries advise against.
pytestmark = pytest.mark.filterwarnings("ignore")

STEPS = {
    "forms": ["amount=3", "extra=true", "click send", "note=hello", "click keep", "outside=2"],
    "rerun_in_body": ["click up", "click up twice", "keep even=true", "click up", "unrelated=3"],
    "exceptions": ["key=missing", "key=b", "divisor=0", "divisor=1", "change the data=true"],
    "duplicates": ["second with the same key=true", "buttons=2", "second with the same key=false"],
    "tracebacks": ["case=argument", "case=chain", "case=deep", "n=3", "case=library", "case=none"],
    "aliases": ["through the alias=true", "through the dict=true", "rebind=true", "n=3"],
    "callbacks": ["click from old page", "step=5", "click from old page", "click plus step"],
    "caches": ["click clear resource", "n=3", "click clear data", "n=2", "click clear all", "n=3"],
    "state_and_widgets": ["click too late", "level=2", "mirror=7", "mirror=2", "mirror=8"],
}


@pytest.mark.parametrize("name", STEPS)
def test_script_is_equal_after_chosen_steps(name: str) -> None:
    path = Path(__file__).parent / "scripts" / f"{name}.py"
    difference = compare_steps(path, [parse_step(text) for text in STEPS[name]])
    assert difference is None, str(difference)
