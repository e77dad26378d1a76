"""Every sample app, clicked at random in AppTest, is equal on stock Streamlit and on Lattice."""

from pathlib import Path

import pytest

from driver.apptest import compare_walk

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.py"))

# One run of this one draws for more than a second.
INTERACTIONS = {"matplotlib_report": 8}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_is_equal_after_every_interaction(path: Path) -> None:
    difference = compare_walk(path, count=INTERACTIONS.get(path.stem, 25), seed=1)
    assert difference is None, str(difference)
