"""`lattice verify`: exit codes, reports, files of clicks and how they get fewer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lattice.browser.step import Step, parse_step
from lattice.verify import clicks
from lattice.verify.minimise import fewer
from lattice.verify.volatile import masked

GOOD = """
import pandas as pd
import streamlit as st

def home():
    n = st.slider("n", 0, 9)
    rows = st.session_state.setdefault("rows", [])
    rows.append(n)
    del rows[:-4]
    st.write(rows)
    with st.form("f"):
        name = st.text_input("name")
        if st.form_submit_button("send"):
            st.write("sent", name)

def talk():
    said = st.chat_input("say")
    if said:
        st.session_state.setdefault("talk", []).append(said)
    for line in st.session_state.get("talk", []):
        st.chat_message("user").write(line)
    edited = st.data_editor(pd.DataFrame({"a": [1, 2]}), key="table")
    st.write(int(edited["a"].sum()))
    print("talked", len(st.session_state.get("talk", [])))

st.navigation([st.Page(home), st.Page(talk)]).run()
"""

# In the incremental process, where there are cells, reads of the session's state are not seen.
WRONG = """
from lattice.adapter.watch import hooks
import streamlit as st

hooks._note_state = lambda state, key: None

def add():
    st.session_state.total = st.session_state.get("total", 0) + 1

other = st.checkbox("other")
n = st.slider("n", 0, 9)
st.button("add", on_click=add)
st.write(other, n)
price = [st.session_state.get("total", 0) * 3]
st.write(f"price {price[0]}")
"""


def verify(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lattice", "verify", *words],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(WRONG)
    return tmp_path


def test_equal_script(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(GOOD)
    result = verify(tmp_path, "app.py", "--random=25", "--seed=3", "--save=all.jsonl")
    assert (result.returncode, result.stdout) == (0, "no difference after 25 clicks, seed 3\n")
    steps = clicks.read((tmp_path / "all.jsonl").read_text())
    assert len(steps) == 25
    assert {"page", "chat", "edit", "set"} <= {step.verb for step in steps}
    again = verify(tmp_path, "app.py", "--clicks=all.jsonl")
    assert (again.returncode, again.stdout) == (0, "no difference after 25 clicks\n")


def test_difference_names_the_cell_and_few_clicks(wrong: Path) -> None:
    result = verify(wrong, "app.py", "--random=40", "--save=few.jsonl")
    assert result.returncode == 1, result.stdout + result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("error: app.py:14: ")
    assert "was skipped, and the page would have been wrong" in lines[0]
    assert "    full        'price 3'" in result.stdout.replace("         ", "    ")
    assert "  click add" in lines
    assert clicks.read((wrong / "few.jsonl").read_text()) == [Step("click", "add")]
    again = verify(wrong, "app.py", "--clicks=few.jsonl")
    assert again.returncode == 1
    assert "a difference after 1 click" in again.stdout


def test_report_for_programs(wrong: Path) -> None:
    result = verify(wrong, "app.py", "--random=40", "--format=json")
    assert result.returncode == 1
    report: dict[str, Any] = json.loads(result.stdout)
    assert report["schema_version"] == 1
    assert (report["equal"], report["seed"]) == (False, 0)
    assert report["clicks_to_it"] == [{"do": "click", "on": "add"}]
    assert report["finding"]["cell"]["line"] == 14


def test_clock_is_noted_and_is_no_difference(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import time\nimport streamlit as st\nst.write(time.time())\nst.slider('n', 0, 9)\n"
    )
    result = verify(tmp_path, "app.py", "--random=4")
    assert result.returncode == 0
    assert "note: line 3 reads the clock: `time.time()`; not comparable" in result.stderr


def test_cache_on_disk_is_not_shared_by_the_two_runs(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import streamlit as st\n\n@st.cache_data(persist='disk')\ndef table(n):\n"
        "    print('table', n)\n    return [n]\n\nst.write(table(st.slider('n', 0, 9)))\n"
    )
    result = verify(tmp_path, "app.py", "--random=5")
    assert (result.returncode, result.stdout) == (0, "no difference after 5 clicks, seed 0\n")


def test_script_that_ends_its_process(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import os\nimport streamlit as st\nif st.button('end'):\n    os._exit(3)\n"
    )
    (tmp_path / "c.jsonl").write_text('{"do": "click", "on": "end"}\n')
    result = verify(tmp_path, "app.py", "--clicks=c.jsonl")
    assert result.returncode == 1
    assert "`app.py` ended its process after 1 click" in result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("click go\n", "line 1 is no JSON"),
        ('\n{"on": "go"}\n', 'line 2 is no object with "do"'),
        ('{"do": "clik"}\n', "line 1: `clik` cannot be done"),
        ('{"do": "click", "at": 3}\n', "line 1 has an unknown field `at`"),
        ('{"do": "click", "on": 3}\n', 'line 1: "on" is no text'),
    ],
)
def test_wrong_clicks(text: str, message: str) -> None:
    with pytest.raises(clicks.ClicksError, match=message):
        clicks.read(text)


def test_wrong_file_of_clicks_is_wrong_use(wrong: Path) -> None:
    (wrong / "c.jsonl").write_text("x\n")
    result = verify(wrong, "app.py", "--clicks=c.jsonl")
    assert result.returncode == 2
    assert "error: `c.jsonl` is no file of clicks: line 1 is no JSON" in result.stderr


def test_clicks_survive_a_file() -> None:
    texts = ["n=3", "click go", "rerun", 'edit t {"edited_rows": {"0": {"a": 1}}}', "chat hi ä"]
    steps = [parse_step(text) for text in texts]
    assert clicks.read(clicks.written(steps, ["about", "again"])) == steps


def test_fewer_clicks_keep_what_fails() -> None:
    steps = [parse_step(f"n={number}") for number in range(40)]

    def fails(candidate: Any) -> bool:
        return {step.value for step in candidate} >= {7, 31}

    assert [step.value for step in fewer(steps, fails, deadline=float("inf"))] == [7, 31]


def test_mask_hides_only_what_two_full_runs_do_not_share() -> None:
    full = {"time": 1, "rows": [1, {"at": 5, "n": 1}], "only": 1}
    again = {"time": 2, "rows": [1, {"at": 6, "n": 1}], "only": 1}
    same, other = masked(full, again, {"time": 3, "rows": [1, {"at": 7, "n": 1}], "only": 1})
    assert same == other
    left, right = masked(full, again, {"time": 3, "rows": [1, {"at": 7, "n": 2}], "only": 1})
    assert left["rows"][1]["n"] == 1 and right["rows"][1]["n"] == 2
    left, right = masked(full, again, {"time": 3, "rows": [1]})
    assert left["rows"] != right["rows"] and "only" not in right
