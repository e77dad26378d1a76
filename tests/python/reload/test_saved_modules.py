"""A saved module of the project: what uses it runs again, what does not is kept."""

from pathlib import Path

from driver.story import Told, labels_that_ran, tell

APP = """\
import streamlit as st
import helper
from helper import triple, Pair


def heavy(n):
    print("heavy", n)
    return n + 1


n = st.slider("n", 0, 9, 3)
st.write(heavy(n))
st.write(triple(n))
st.write(helper.LIMIT)
pair = Pair(n, n)
st.write(pair.total(), isinstance(pair, Pair))
helper.seen.append(n)
st.write(len(helper.seen))
st.write(helper.deep(n))
"""

HELPER = """\
import other

print("helper is imported")
LIMIT = 10
seen = []


def triple(x):
    return x * 3


def deep(x):
    return other.shown(x)


class Pair:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def total(self):
        return self.a + self.b
"""

OTHER = """\
def shown(x):
    return f"<{x}>"
"""

FILES = {"app.py": APP, "helper.py": HELPER, "other.py": OTHER}


def test_edited_module_runs_what_uses_it(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("n=4")
        told.edit("helper.py", ("x * 3", "x * 4"))
        told.do("n=5")
        told.edit("helper.py", ("LIMIT = 10", "LIMIT = 11"))
        told.edit("other.py", ("<{x}>", "[{x}]"))
        told.edit("helper.py", ("self.a + self.b", "self.a * self.b"))
        told.do("n=6")

    trace = tell(tmp_path, FILES, story)
    for edited in (2, 4, 5, 6):
        ran = labels_that_ran(trace[edited])
        assert ran
        assert "st.write(heavy(n))" not in ran


def test_edited_script_imports_its_modules_anew(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("n=4")
        told.edit("app.py", ("st.write(helper.LIMIT)", "st.write('limit', helper.LIMIT)"))
        told.do("n=5", "rerun")
        told.edit("app.py", ("import helper\n", "import helper\n\n"))
        told.do("rerun")

    trace = tell(tmp_path, FILES, story)
    assert "st.write(heavy(n))" not in labels_that_ran(trace[2])
    assert "st.write(triple(n))" not in labels_that_ran(trace[2])


INSIDE = """\
import streamlit as st


def answer(n):
    import other

    return other.shown(n)


def deep(n):
    from helper import deep

    return deep(n)


n = st.slider("n", 0, 9, 3)
st.write(answer(n))
text = deep(n)
st.write(text)
st.write("always", n)
"""


def test_module_imported_inside_a_function(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("rerun")
        told.edit("other.py", ("<{x}>", "[{x}]"))
        told.do("n=5")
        told.edit("app.py", ('"always"', '"ever"'))
        told.edit("helper.py", ("other.shown(x)", "other.shown(x + 1)"))
        told.edit("other.py", ("[{x}]", "({x})"))

    tell(tmp_path, FILES | {"app.py": INSIDE}, story)


LAZY = """\
def deep(x):
    import other
    return other.shown(x)


def triple(x):
    return x
"""


def test_module_imported_by_a_module_inside_a_function(tmp_path: Path) -> None:
    app = "import streamlit as st\nimport helper\nst.write(helper.deep(3))\nst.write('end')\n"

    def story(told: Told) -> None:
        told.start()
        told.do("rerun")
        told.edit("other.py", ("<{x}>", "[{x}]"))
        told.edit("app.py", ("'end'", "'The end'"))
        told.edit("other.py", ("[{x}]", "({x})"))

    tell(tmp_path, FILES | {"app.py": app, "helper.py": LAZY}, story)


def test_broken_and_deleted_module(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("helper.py", ("x * 3", "x *"))
        told.do("n=5")
        told.edit("helper.py", ("x *", "x * 5"))
        told.edit("other.py", ("return f", "return 1 // 0, f"))
        told.edit("other.py", ("1 // 0, ", ""))
        (told.folder / "other.py").rename(told.folder / "gone.txt")
        told.edit("app.py", ("helper.LIMIT", "helper.LIMIT + 1"))
        (told.folder / "gone.txt").rename(told.folder / "other.py")
        told.edit("app.py", ("helper.LIMIT + 1", "helper.LIMIT"))
        told.do("n=2")

    tell(tmp_path, FILES, story)


PACKAGE = {
    "app.py": """\
import streamlit as st
from shapes import area
from shapes.circle import Circle
from shapes import circle

n = st.slider("n", 1, 9, 3)
if "first" not in st.session_state:
    st.session_state.first = Circle(n)
st.write(area(Circle(n)))
st.write(isinstance(st.session_state.first, Circle), circle.UNIT)
made = Circle(n)
st.write(isinstance(made, circle.Circle), made.name())
""",
    "shapes/__init__.py": "from .circle import area\n",
    "shapes/circle.py": """\
UNIT = "cm"


class Circle:
    def __init__(self, r):
        self.r = r

    def name(self):
        return f"circle of {self.r} {UNIT}"


def area(circle):
    return 3 * circle.r**2
""",
}


def test_package_of_the_project(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.edit("shapes/circle.py", ('"cm"', '"mm"'))
        told.do("n=4")
        told.edit("shapes/circle.py", ("3 * ", "3.14 * "))
        told.edit("app.py", ("circle.UNIT)", "circle.UNIT, n)"))
        told.do("n=5")

    tell(tmp_path, PACKAGE, story)
