"""The cases in tests/cases: which cells run after each event, and why the others do not.

LATTICE_REWRITE=1 writes the traces of this run into the files, for review with `git diff`.
"""

import os
from pathlib import Path

import pytest

from driver.apptest import LocalApp, compare_steps, fresh_process
from driver.case import Case, parse_case, printed_case, trace_lines
from driver.engine import compares_stock_with_stock, lattice_enabled

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.txt"))
REWRITE = os.environ.get("LATTICE_REWRITE") == "1"


def traces_of(path: Path, case: Case) -> list[list[str]]:
    """The trace of each event; the first run, in which everything runs, is left out."""
    with fresh_process(path), lattice_enabled() as interactions:
        app = LocalApp(path)
        app.start()
        traces = []
        for step in case.steps:
            before = len(interactions)
            app.do(step)
            traces.append([line for i in interactions[before:] for line in trace_lines(i)])
    return traces


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.skipif(compares_stock_with_stock(), reason="stock Streamlit has no trace")
def test_trace(path: Path, tmp_path: Path) -> None:
    case = parse_case(path.read_text())
    script = tmp_path / f"{path.stem}.py"
    script.write_text(case.script)
    traces = traces_of(script, case)
    if REWRITE:
        for event, trace in zip(case.events, traces, strict=True):
            event.trace = trace
        path.write_text(printed_case(case))
        return
    assert traces == [event.trace for event in case.events], "LATTICE_REWRITE=1 accepts this"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_is_equal_to_stock(path: Path, tmp_path: Path) -> None:
    case = parse_case(path.read_text())
    script = tmp_path / f"{path.stem}.py"
    script.write_text(case.script)
    difference = compare_steps(script, case.steps)
    assert difference is None, str(difference)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_prints_as_it_is_read(path: Path) -> None:
    text = path.read_text()
    assert printed_case(parse_case(text)) == text


def test_unknown_section_is_refused() -> None:
    with pytest.raises(ValueError, match="unexpected section"):
        parse_case("--- script\nx = 1\n--- something\n")
