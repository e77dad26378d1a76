"""Scripts that use signals show what they show on stock Streamlit."""

from pathlib import Path

import pytest
from lattice.browser.step import parse_step

from driver.apptest import compare_steps, compare_walk

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))
STEPS = {
    "written_in_run": [
        "click add",
        "unrelated=true",
        "click add",
        "click add",
        "write=true",
        "step=3",
        "click add",
        "write=false",
        "unrelated=false",
    ],
    "in_session": [
        "click add",
        "click five",
        "unrelated=true",
        "click zero",
        "click five",
        "click five",
        "click add",
        "unrelated=false",
    ],
    "late_variables": ["late=3", "scale=4", "n=5", "unrelated=true", "late=2", "n=0", "scale=1"],
    "top_level": ["factor=4", "unrelated=true", "offset=7", "factor=2", "unrelated=false"],
    "in_functions": ["amount=3", "click more first", "click more second", "raise=true", "amount=1"],
    "failing": ["divisor=0", "uncaught=true", "divisor=2", "divisor=0", "uncaught=false"],
}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script_is_equal_after_every_interaction(path: Path, seed: int) -> None:
    difference = compare_walk(path, 20, seed)
    assert difference is None, str(difference)


@pytest.mark.parametrize("name", STEPS)
def test_script_is_equal_after_chosen_steps(name: str) -> None:
    path = Path(__file__).parent / "scripts" / f"{name}.py"
    difference = compare_steps(path, [parse_step(text) for text in STEPS[name]])
    assert difference is None, str(difference)
