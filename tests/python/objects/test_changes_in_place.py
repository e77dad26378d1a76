"""Every way to change an object in place: the page equals a fresh run of stock Streamlit."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from changes_in_place import Kind, kinds, program
from lattice.browser.step import parse_step

sys.path.insert(0, str(Path(__file__).parents[2] / "fuzz"))

from session import compare_steps

# The reader before, the reader after, the change itself, and back again.
STEPS = [
    parse_step(text) for text in ("n=1", "k=1", "m=1", "k=2", "n=2", "m=2", "m=0", "n=0", "m=1")
]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_pages_are_equal(kind: Kind, tmp_path: Path) -> None:
    if not kind.is_installed:
        pytest.skip(f"{kind.needs} is not installed")
    different: list[str] = []
    for number, change in enumerate(kind.changes):
        path = tmp_path / f"change{number}.py"
        path.write_text(program(kind, change))
        difference = compare_steps(path, STEPS)
        if difference is not None:
            different.append(f"{change}\n{difference}")
    assert not different, "\n\n".join(different)
