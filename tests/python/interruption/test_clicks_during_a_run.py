"""A click while the script still runs: what was cancelled paints nothing, the next run is right.

Files order what happens: the script waits where it says so until the test lets it go on.
"""

from pathlib import Path

from driver.story import Told, labels_that_ran, tell

# The value for `n` comes when the test lets it.
GATE = """\
import os
import time
import streamlit as st

HERE = os.path.dirname(__file__)


def wait(n):
    open(os.path.join(HERE, f"entered{n}"), "w").close()
    while not os.path.exists(os.path.join(HERE, f"go{n}")):
        time.sleep(0.005)
    return n * 10


"""
# Two runs print at once: one text for each line, newline included.
SLOW = (
    GATE
    + """\
def load(n):
    print(f"load {n}\\n", end="")
    return [n, n + 1]


n = st.slider("n", 0, 9, 3)
m = st.slider("m", 0, 9, 3)
data = load(m)
st.write("above", data)
result = wait(n)
print(f"waited {n}\\n", end="")
data.append(result)
st.write("below", data)
st.session_state.last = result
st.write("end")
"""
)


def opened(told: Told, *numbers: int) -> None:
    for number in numbers:
        told.open(f"go{number}")


def cleaned(told: Told) -> None:
    told.close(*(f"{kind}{n}" for kind in ("go", "entered") for n in range(10)))


def test_click_during_a_slow_cell(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.send("n=4")
        told.until("entered4")
        told.send("n=5")
        told.until("entered5")
        opened(told, 5)
        told.until_shown("50")
        opened(told, 4)
        told.finish()
        told.do("m=4", "rerun")

    trace = tell(tmp_path, {"app.py": SLOW}, story)
    # The runs are reported as they end: the one that was cancelled last.
    assert [one["plain"] for one in trace] == [None] * len(trace)
    ran = labels_that_ran(trace[1])
    assert "wait(n)" in ran
    assert 'st.slider("m", 0, 9, 3)' not in ran


def test_old_run_ends_before_the_new_one(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.send("n=4")
        told.until("entered4")
        told.send("n=5")
        told.until("entered5")
        opened(told, 4, 5)
        told.finish()
        told.do("rerun", "m=5", "m=4")

    tell(tmp_path, {"app.py": SLOW}, story)


def test_several_clicks_during_slow_cells(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        for n in (4, 5, 6, 7):
            told.send(f"n={n}")
            told.until(f"entered{n}")
        opened(told, 7)
        told.until_shown("70")
        opened(told, 4, 5, 6)
        told.finish()
        told.do("m=5", "rerun", "n=4")

    tell(tmp_path, {"app.py": SLOW}, story)


def test_click_on_what_the_slow_cell_does_not_read(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.send("n=4")
        told.until("entered4")
        told.close("entered4")
        told.send("m=7")
        told.until("entered4")
        opened(told, 4)
        told.finish()
        told.do("rerun", "n=3")

    tell(tmp_path, {"app.py": SLOW}, story)


def test_stop_button(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.send("n=4")
        told.until("entered4")
        told.stop()
        opened(told, 4)
        told.finish()
        told.do("rerun", "m=5", "n=3")

    tell(tmp_path, {"app.py": SLOW}, story)


def test_two_tabs_at_once(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.app.open_tab()
        told.start()
        told.send("n=4")
        told.until("entered4")
        told.app.switch_tab(0)
        told.do("m=6")
        told.app.switch_tab(1)
        told.send("m=8")
        opened(told, 4)
        told.finish()
        told.do("rerun")
        told.app.switch_tab(0)
        told.do("rerun")

    tell(tmp_path, {"app.py": SLOW}, story)


def test_reconnect_and_reload_during_a_slow_cell(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.send("n=4")
        told.until("entered4")
        told.app.tab.reconnect()
        told.send("rerun")
        opened(told, 4)
        told.finish()
        told.do("m=2")
        told.send("n=5")
        told.until("entered5")
        told.app.tab.close()
        told.app.open_tab()
        told.start()
        told.do("n=4", "m=3")

    tell(tmp_path, {"app.py": SLOW}, story)


def test_saved_during_a_slow_cell(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.send("n=4")
        told.until("entered4")
        text = (told.folder / "app.py").read_text()
        told.save("app.py", text.replace('"end"', '"The end"').replace("n * 10", "n * 100"))
        told.send("n=5")
        told.until("entered5")
        opened(told, 5)
        told.until_shown("500")
        opened(told, 4)
        told.finish()
        told.do("m=4", "rerun", "n=3")

    tell(tmp_path, {"app.py": SLOW}, story)


FINISHED = (
    "import pandas as pd\n"
    + GATE
    + """\
@st.cache_data
def load(m):
    print(f"load {m}\\n", end="")
    return pd.DataFrame({"a": range(m), "b": ["x"] * m})


def table(m):
    print(f"table {m}\\n", end="")
    return {"rows": list(range(m)), "frame": load(m)}


m = st.slider("m", 1, 9, 3)
frame = load(m)
big = table(m)
left, right = st.columns(2)
left.dataframe(frame)
right.write(big["rows"])
seen = []
n = st.slider("n", 0, 9, 3)
result = wait(n)
seen.append(result)
frame.loc[0, "a"] = result
big["rows"].append(result)
print(f"changed {result} {len(big['rows'])}\\n", end="")
st.write(result, seen, big["rows"])
st.dataframe(frame)
"""
)


def test_finished_cells_are_not_run_again(tmp_path: Path) -> None:
    """The old run changes what it holds after the click; the new one must not see it."""

    def story(told: Told) -> None:
        cleaned(told)
        opened(told, 3)
        told.start()
        told.do("m=5", "n=3")
        told.send("n=4")
        told.until("entered4")
        told.send("n=5")
        told.until("entered5")
        opened(told, 4)
        told.until_printed("changed 40")
        opened(told, 5)
        told.finish()
        told.do("rerun", "m=2", "m=5")

    tell(tmp_path, {"app.py": FINISHED}, story)
