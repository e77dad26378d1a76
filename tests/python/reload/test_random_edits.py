"""A walk of random edits and clicks: each run equals that of stock Streamlit on the same text."""

import os
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fuzz"))

from edits import edited
from generate import generate
from lattice.browser.difference import differences
from lattice.browser.step import Step, choose_step

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled
from driver.walk import State

FIRST = int(os.environ.get("LATTICE_EDIT_SEED", "0"))
COUNT = int(os.environ.get("LATTICE_EDIT_WALKS", "40"))
STEPS = 12


@dataclass
class Moment:
    """One run: the text it ran, the step that started it (None: the first run), what it showed."""

    text: str
    step: Step | None
    state: State


@dataclass
class Walk:
    moments: list[Moment] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(
            f"==== {number}: {moment.step or 'first run'}\n{moment.text}"
            for number, moment in enumerate(self.moments)
        )


def recorded(path: Path, seed: int) -> Walk:
    rng = random.Random(seed)
    text = generate(seed, 10)
    path.write_text(text)
    walk = Walk()
    with fresh_process(path):
        app = LocalApp(path)
        walk.moments.append(Moment(text, None, app.start()))
        older = [text]
        for _ in range(STEPS):
            for _ in range(rng.choice([0, 1, 1, 2])):
                # An edit, or the text of an earlier moment comes back.
                text = rng.choice(older) if rng.random() < 0.15 else edited(text, rng)
            if "this is no python" in older[-1]:
                text = older[-2]
            older.append(text)
            path.write_text(text)
            step = choose_step(app.frontend, rng)
            state = app.do(step)
            if state.error is not None and "timed out" in state.error:
                # An edit made the script rerun itself without end.
                break
            walk.moments.append(Moment(text, step, state))
    return walk


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_random_edits_between_clicks(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    walk = recorded(path, seed)
    with fresh_process(path), lattice_enabled() as traces:
        app = LocalApp(path)
        for number, moment in enumerate(walk.moments):
            path.write_text(moment.text)
            state = app.start() if moment.step is None else app.do(moment.step)
            found = differences(moment.state.plain(), state.plain())
            if found:
                until = Walk(walk.moments[max(0, number - 1) : number + 1])
                pytest.fail(f"seed {seed}, run {number}:\n" + "\n".join(found) + f"\n{until}")
    cells = [cell.action for trace in traces for cell in trace.cells]
    print(f"seed {seed}: {cells.count('skip')} of {len(cells)} cells skipped")
