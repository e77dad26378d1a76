"""Random programs whose engine is left to an older run between clicks, as after a click during a
slow cell: what the new engine takes over shows what stock Streamlit shows."""

import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fuzz"))

from generate import generate
from lattice.browser.difference import differences

from driver.apptest import LocalApp, fresh_process
from driver.engine import compares_stock_with_stock, lattice_enabled
from driver.walk import record_walk

FIRST = int(os.environ.get("LATTICE_FORK_SEED", "0"))
COUNT = int(os.environ.get("LATTICE_FORK_WALKS", "25"))


def leave_to_an_older_run(app: LocalApp) -> None:
    from lattice.adapter.engine.engines import engines_of, fork_engines

    storage = app._test._fragment_storage
    fork_engines(storage, engines_of(storage)).lock.release()


@pytest.mark.skipif(compares_stock_with_stock(), reason="there is no engine to leave")
@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_forked_engines_show_the_same(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(generate(seed, 12))
    with fresh_process(path):
        recording = record_walk(LocalApp(path), 12, seed)
    rng = random.Random(seed)
    with fresh_process(path), lattice_enabled() as traces:
        app = LocalApp(path)
        for number, expected in enumerate(recording.states):
            if number and rng.random() < 0.4:
                leave_to_an_older_run(app)
            state = app.do(recording.steps[number - 1]) if number else app.start()
            found = differences(expected.plain(), state.plain())
            assert not found, f"seed {seed}, run {number}:\n" + "\n".join(found)
    cells = [cell.action for trace in traces for cell in trace.cells]
    print(f"seed {seed}: {cells.count('skip')} of {len(cells)} cells skipped")
