"""What the comparison is made of: places, names, kept output, and what a finding says."""

import io
import json
import threading

import pytest
from lattice import _core
from lattice.adapter.trace import CellTrace
from lattice.adapter.verify.blame import Sides, blame, described
from lattice.adapter.verify.flow import Flow
from lattice.adapter.verify.output import Output
from lattice.adapter.verify.recorder import Place
from lattice.adapter.verify.report import Finding, Findings, place_of

SCRIPT = """import datetime
now = datetime.datetime.now()
text = f"{now}"
a = [1]
b = a + [
    2,
]
"""


@pytest.mark.parametrize(
    ("difference", "place"),
    [
        ("/page/main[2]<markdown>/body:\n full 1", (0, 2)),
        ("/page/main[0]<[vertical]>/children[3]<markdown>/body: x", (0, 0, 3)),
        ("/page/sidebar[1]/children[0]: only in full", (1, 1, 0)),
        ("/page/query: x", None),
        ("/session_state/n: x", None),
        ("/printed[0]: only in full: 'x'", None),
    ],
)
def test_place_of_a_difference(difference: str, place: tuple[int, ...] | None) -> None:
    assert place_of(difference) == place


def blamed(cells: list[tuple[int, str]], mine: dict[str, object], full: dict[str, object]):  # type: ignore[no-untyped-def]
    plan = json.loads(_core.plan_json(SCRIPT.encode(), "app.py"))
    trace = [
        CellTrace(i, plan["cells"][i]["line"], plan["cells"][i]["label"], action, "none", "", 0.0)
        for i, action in cells
    ]
    return blame(SCRIPT, plan, trace, Sides(described(mine), described(full)), None)


def test_first_cell_that_binds_a_wrong_variable_is_to_blame() -> None:
    lines = [c["line"] for c in json.loads(_core.plan_json(SCRIPT.encode(), "a"))["cells"]]
    cells = [(i, "skip") for i in range(len(lines))]
    found = blamed(cells, {"a": [1], "b": [1, 2]}, {"a": [1], "b": [1, 3]})
    assert (found.line, found.action, found.volatile) == (5, "was skipped", None)
    assert "none of its reads differs (`a`)" in found.read
    found = blamed(cells, {"a": [1], "b": [1, 2]}, {"a": [4], "b": [4, 2]})
    assert found.line == 4
    found = blamed([(lines.index(5), "skip")], {"a": [1], "b": [1]}, {"a": [4], "b": [4]})
    assert "its read of `a`: [1] here, [4] in a full run" in found.read


def test_value_that_comes_from_the_clock_is_volatile() -> None:
    plan = json.loads(_core.plan_json(SCRIPT.encode(), "a"))
    cells = [(i, "run") for i in range(len(plan["cells"]))]
    found = blamed(cells, {"now": 1, "text": "1"}, {"now": 2, "text": "2"})
    assert found.volatile == "line 2 reads the clock: `datetime.datetime.now()`"
    # Through a statement that has no cell, too.
    found = blamed(cells, {"text": "1"}, {"text": "2"})
    assert found.volatile == "line 2 reads the clock: `datetime.datetime.now()`"


def test_names_of_a_statement_of_several_lines() -> None:
    flow = Flow(SCRIPT, [{"writes": [], "line": 6}, {"writes": ["x"], "line": 4}])
    assert flow.writes(0) == {"b"}
    assert flow.writes(1) == {"x", "a"}


def test_output_is_kept_for_one_thread() -> None:
    stream = io.StringIO()
    output = Output(stream)
    output.keep(silent=False)
    other = threading.Thread(target=lambda: print("other", file=output))
    other.start()
    other.join()
    print("mine", file=output)
    assert output.taken() == "mine\n"
    print("after", file=output)
    assert output.taken() == ""
    assert stream.getvalue() == "other\nmine\nafter\n"
    output.keep(silent=True)
    print("silent", file=output)
    assert (output.taken(), "silent" in stream.getvalue()) == ("silent\n", False)


def test_errors_are_told_each_time() -> None:
    findings = Findings()
    finding = Finding("click", "/a/app.py", ["/page/main[0]: x"], drawn=Place("/a/app.py", 7))
    assert findings.is_new(finding) and findings.is_new(finding)
    assert finding.text().startswith("error: app.py:7: this interaction, and the page would")
    assert finding.as_dict()["line"] == 7
