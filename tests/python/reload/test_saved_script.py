"""A saved script: what it shows equals stock Streamlit, and only what was edited runs again."""

from pathlib import Path

from driver.story import Told, labels_that_ran, tell

SCRIPT = """\
import streamlit as st


def double(x):
    return x * 2


def heavy(n):
    print("heavy", n)
    return [n] * 3


n = st.slider("n", 0, 9, 3)
table = heavy(n)
st.write(table)
label = f"value {double(n)}"
st.write(label)
for i in range(2):
    st.text(f"{i}: {double(i)}")
left, right = st.columns(2)
left.metric("left", n)
with right:
    st.button("press", on_click=print, args=("pressed",))


def main(limit):
    count = double(limit)
    st.metric("count", count)
    for k in range(2):
        st.text(f"row {k}")


main(n)
"""


def test_edited_cell_and_what_depends_on_it_run(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("app.py", ('"value {', '"Value: {'))
        told.do("n=5", "click press")

    trace = tell(tmp_path, {"app.py": SCRIPT}, story)
    assert labels_that_ran(trace[1]) == ['f"Value: {double(n)}"', "st.write(label)"]


def test_moved_lines_run_nothing(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("app.py", ("import streamlit as st\n", "# About\n\n\nimport streamlit as st\n"))
        told.edit("app.py", ("    count = double", "    # What is counted\n    count = double"))
        told.edit("app.py", ("# About\n", ""))
        told.do("n=4")

    trace = tell(tmp_path, {"app.py": SCRIPT}, story)
    assert labels_that_ran(trace[1]) == []
    assert labels_that_ran(trace[2]) == ["def main(limit): # What is counted"]
    assert labels_that_ran(trace[3]) == []
    assert "heavy(n)" in labels_that_ran(trace[4])


def test_edited_function_runs_its_callers(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("app.py", ("x * 2", "x * 3"))
        told.edit("app.py", ('f"row {k}"', 'f"line {k}"'))

    trace = tell(tmp_path, {"app.py": SCRIPT}, story)
    ran = labels_that_ran(trace[1])
    assert "double(limit)" in ran
    assert 'f"value {double(n)}"' in ran
    assert not {"heavy(n)", 'left.metric("left", n)', 'st.text(f"row {k}")'} & set(ran)
    assert set(labels_that_ran(trace[2])) == {"def main(limit):", 'st.text(f"line {k}")'}


def test_deleted_inserted_and_swapped_statements(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("app.py", ("st.write(table)\n", ""))
        told.edit(
            "app.py", ("table = heavy(n)\n", "table = heavy(n)\nst.write(table)\nst.divider()\n")
        )
        told.edit("app.py", ("left, right", "right, left"))
        told.edit("app.py", ("with right:\n    st.button", "if n:\n    st.button"))
        told.edit(
            "app.py", ("st.write(label)\n", ""), ("n = st.slider", "st.divider()\nn = st.slider")
        )
        told.do("n=2", "click press")

    trace = tell(tmp_path, {"app.py": SCRIPT}, story)
    assert all("heavy(n)" not in labels_that_ran(one) for one in trace[1:6])


def test_syntax_error_keeps_the_last_page(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("n=6")
        told.edit("app.py", ("main(n)\n", "main(n))\n"))
        told.do("n=7")
        told.edit("app.py", ("main(n))\n", "main(n)\n"))
        told.do("rerun")

    trace = tell(tmp_path, {"app.py": SCRIPT}, story)
    assert labels_that_ran(trace[-1]) == []


STATE = """\
import streamlit as st

if "clicks" not in st.session_state:
    st.session_state.clicks = 0
    st.session_state.log = []


def pressed(by):
    st.session_state.clicks += by
    st.session_state.log.append(by)


st.button("more", on_click=pressed, args=(1,))
name = st.text_input("name", "Ann", key="name")
st.write(st.session_state.clicks, st.session_state.log)
st.write(f"Hello {name}")
"""


def test_state_and_callbacks_survive(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("click more", "name=Bob", "click more")
        told.edit("app.py", ("Hello", "Good day"))
        told.do("click more")
        told.edit("app.py", ("import streamlit as st\n", "import streamlit as st\n\n\n"))
        told.do("click more")
        told.edit("app.py", ("clicks += by", "clicks += 10 * by"))
        told.do("click more", "name=Cy")
        told.edit("app.py", ('key="name"', 'key="other"'))
        told.do("click more")

    tell(tmp_path, {"app.py": STATE}, story)


CLASSES = """\
import dataclasses
import streamlit as st


@dataclasses.dataclass
class Point:
    x: int

    def shown(self):
        return f"<{self.x}>"


n = st.slider("n", 0, 9, 1)
point = Point(n)
st.write(point.shown(), isinstance(point, Point))
if "kept" not in st.session_state:
    st.session_state.kept = point
st.write(st.session_state.kept.shown())
"""


def test_edited_class_is_a_new_class(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("app.py", ('f"<{self.x}>"', 'f"[{self.x}]"'))
        told.do("n=3")
        told.edit("app.py", ("import dataclasses\n", "import dataclasses\n\n"))
        told.edit("app.py", ("class Point:", "class Point:\n    y: int = 2\n"))
        told.do("n=4")

    tell(tmp_path, {"app.py": CLASSES}, story)


LINES = """\
import traceback
import streamlit as st


def fails(n):
    return 1 // (n - n)


n = st.slider("n", 0, 9, 1)
handler = lambda: 1 // 0
try:
    fails(n)
except ZeroDivisionError:
    st.code(traceback.format_exc())
st.write(fails.__code__.co_firstlineno)
st.button("call", on_click=handler)
if n == 5:
    fails(n)
"""

SHOWN = """\
import streamlit as st


def fails(n):
    return 1 // (n - n)


n = st.slider("n", 0, 9, 1)
handler = lambda: 1 // 0
handlers = {"a": handler}
try:
    fails(n)
except ZeroDivisionError as error:
    st.write(error)
st.button("call", on_click=handlers["a"])
if n == 5:
    fails(n)
"""


def test_lines_shown_are_those_of_the_saved_text(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("app.py", ("n = st.slider", "# A number\n\nn = st.slider"))
        told.do("click call")
        told.edit("app.py", ("import streamlit as st", "import streamlit as st\n\n# More"))
        told.do("click call", "n=5", "n=4", "click call")

    for number, text in enumerate((LINES, SHOWN)):
        (tmp_path / str(number)).mkdir()
        tell(tmp_path / str(number), {"app.py": text}, story)
