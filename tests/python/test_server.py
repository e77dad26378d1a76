"""Real servers over the real websocket: `lattice run` shows what `streamlit run` shows."""

from pathlib import Path

import pytest
from lattice.browser.step import parse_step

from driver.remote import compare_served_steps, compare_served_walk

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.py"))
SCRIPTS = Path(__file__).parent / "scripts"
# Scripts whose trap needs a server: fragments, query parameters, one-shot elements, media, prints.
SERVED = ["fragments", "query_params", "toasts", "figures_pyplot", "prints", "forms"]
INTERACTIONS = {"matplotlib_report": 4}

STEPS = {
    "fragments": ["m=4", "click more", "second=hello", "n=3", "click more", "m=1", "n=2"],
    "toasts": ["n=2", "c=true", "click balloons", "c=false", "click snow"],
    "data_editor": [
        'edit editor {"edited_rows": {"0": {"n": 7}}, "added_rows": [], "deleted_rows": []}',
        "click keep",
        "unrelated=3",
        "click add a row",
    ],
    "query_params": ["n=3", "tag=true", "n=0", "tag=false", "click clear"],
    "spinner_status_progress": ["n=3", "fail=true", "n=4", "click keep the bar empty", "n=1"],
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_is_equal_behind_a_server(path: Path) -> None:
    difference = compare_served_walk(path, INTERACTIONS.get(path.stem, 12), seed=5)
    assert difference is None, str(difference)


@pytest.mark.parametrize("name", SERVED)
def test_script_is_equal_behind_a_server(name: str) -> None:
    difference = compare_served_walk(SCRIPTS / f"{name}.py", 15, seed=6)
    assert difference is None, str(difference)


@pytest.mark.parametrize("name", STEPS)
def test_script_is_equal_after_chosen_steps(name: str) -> None:
    steps = [parse_step(text) for text in STEPS[name]]
    difference = compare_served_steps(SCRIPTS / f"{name}.py", steps)
    assert difference is None, str(difference)
