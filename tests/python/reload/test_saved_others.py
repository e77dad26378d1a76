"""Other things that are saved while an app runs: secrets, themes, pages; caches, several tabs."""

from pathlib import Path

from driver.story import Told, labels_that_ran, tell

DECORATED = """\
import functools
import streamlit as st

calls = st.session_state.setdefault("calls", [])


def loud(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args) + "!"

    return wrapper


@st.cache_data
def load(n):
    print("load", n)
    return [n]


@loud
def greet(n):
    return f"hi {n}"


n = st.slider("n", 0, 9, 3)
st.write(load(n))
st.write(greet(n))
"""


def test_edited_decorators_and_comments_of_cached_functions(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("rerun")
        told.edit("app.py", ("@st.cache_data\n", "@st.cache_data(show_spinner=False)\n"))
        told.edit("app.py", ('    print("load", n)', '    # Say so\n    print("load", n)'))
        told.edit("app.py", ("@loud\n", ""))
        told.edit("app.py", ("import functools\n", "import functools\n\n\n"))
        told.do("n=4", "n=3")
        told.edit("app.py", ('+ "!"', '+ "?"'), ("def greet", "@loud\ndef greet"))

    tell(tmp_path, {"app.py": DECORATED}, story)


SECRETS = """\
import streamlit as st


def heavy(n):
    print("heavy", n)
    return n


n = st.slider("n", 0, 9, 3)
st.write(heavy(n))
st.write(st.secrets["person"]["name"], st.secrets.get("more", "none"))
"""


def test_edited_secrets(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("n=4")
        told.save(".streamlit/secrets.toml", '[person]\nname = "Bob"\n')
        told.do("rerun")
        # Streamlit makes a variable of the environment of it, which any library may look at.
        told.save(".streamlit/secrets.toml", 'more = "x"\n[person]\nname = "Bob"\n')
        told.do("rerun", "n=5")

    files = {"app.py": SECRETS, ".streamlit/secrets.toml": '[person]\nname = "Ann"\n'}
    trace = tell(tmp_path, files, story)
    assert "st.write(heavy(n))" not in labels_that_ran(trace[2])


THEME = """\
import streamlit as st

n = st.slider("n", 0, 9, 3)
st.write(st.get_option("theme.primaryColor"), n)
st.write("below")
"""


def test_edited_theme(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("n=4")
        (told.folder / ".streamlit" / "config.toml").write_text('[theme]\nprimaryColor = "#00f"\n')
        told.until_shown("#00f", by="rerun")
        told.do("n=5")

    files = {"app.py": THEME, ".streamlit/config.toml": '[theme]\nprimaryColor = "#f00"\n'}
    tell(tmp_path, files, story)


PAGES = {
    "app.py": """\
import streamlit as st

st.write("main")
n = st.slider("n", 0, 9, 3)
st.write(n)
""",
    "pages/one.py": """\
import streamlit as st


def heavy(n):
    print("heavy", n)
    return n


st.write("page one")
m = st.slider("m", 0, 9, 3)
st.write(heavy(m))
""",
}


def test_edited_and_added_pages(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.do("n=4", "page one", "m=5")
        told.edit("pages/one.py", ('"page one"', '"page 1"'))
        told.do("m=6")
        (told.folder / "pages" / "two.py").write_text("import streamlit as st\nst.write('two')\n")
        told.do("page app")
        told.edit("app.py", ('"main"', '"The main page"'))
        told.do("page one", "page app")

    tell(tmp_path, PAGES, story)


COUNTED = """\
import streamlit as st


def label(n):
    return f"n is {n}"


n = st.slider("n", 0, 9, 3)
st.session_state.setdefault("seen", []).append(n)
st.write(label(n), st.session_state.seen)
"""


def test_every_tab_gets_the_edited_script(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.app.open_tab()
        told.start()
        told.do("n=5")
        told.edit("app.py", ('f"n is', '\n    # More\n    f"N is'), ("return \n", "return (\n"),
                  ('{n}"\n', '{n}")\n'))  # fmt: skip
        told.app.switch_tab(0)
        told.app.tab.wait_for_edit()
        told.do("rerun", "n=4")
        told.app.switch_tab(1)
        told.do("n=6")
        told.edit("app.py", ("# More", "# Less"))
        told.do("n=5")

    tell(tmp_path, {"app.py": COUNTED}, story)


def test_edit_that_is_taken_back(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        for _ in range(3):
            told.edit("app.py", ("n is", "N is"))
            told.do("n=4")
            told.edit("app.py", ("N is", "n is"))
            told.do("n=3")

    trace = tell(tmp_path, {"app.py": COUNTED}, story)
    assert "edited" in {cell["code"] for cell in trace[1]["cells"]}


RUN_ON_SAVE = "--server.runOnSave", "true"


def test_run_on_save(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        for old, new in (("n is", "N is"), ("N is", "It is")):
            path = told.folder / "app.py"
            path.write_text(path.read_text().replace(old, new))
            told.until_shown(new)
            told.finish()

    tell(tmp_path, {"app.py": COUNTED}, story, RUN_ON_SAVE)
