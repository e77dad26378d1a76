"""Files that a script reads are inputs: what reads them is skipped until they change."""

from __future__ import annotations

import os
from pathlib import Path

from sensing.sensing_story import Watched, tell_in_process

CSV = "a,b\n1,2\n3,4\n"
HEAD = "import streamlit as st\nn = st.slider('n', 0, 9)\nst.write(n)\n"


def script(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


def is_read_again(
    tmp_path: Path, text: str, name: str, before: str | bytes, after: str | bytes
) -> None:
    """A click reads nothing; after a change of the file the next one does."""

    def story(app: Watched) -> None:
        app.do("n=1")
        ran = app.do("n=2")
        assert name not in ran, ran
        app.write(name, after)
        ran = app.do("n=3")
        assert name in ran or not app.is_lattice, ran
        ran = app.do("n=4")
        assert name not in ran, ran

    tell_in_process(tmp_path, {"app.py": text, name: before}, story)


def test_csv(tmp_path: Path) -> None:
    text = script("import pandas as pd", "df = pd.read_csv('data.csv')", "st.write(df, df.shape)")
    is_read_again(tmp_path, text, "data.csv", CSV, CSV + "5,6\n")


def test_open(tmp_path: Path) -> None:
    text = script("with open('notes.txt') as file:", "    text = file.read()", "st.text(text)")
    is_read_again(tmp_path, text, "notes.txt", "one", "two")


def test_path(tmp_path: Path) -> None:
    text = script("from pathlib import Path", "st.text(Path('notes.txt').read_text())")
    is_read_again(tmp_path, text, "notes.txt", "one", "two")


def test_function_that_reads(tmp_path: Path) -> None:
    text = script(
        "import json",
        "def load(name):",
        "    with open(name) as file:",
        "        return json.load(file)",
        "st.write(load('settings.json'))",
    )
    is_read_again(tmp_path, text, "settings.json", '{"a": 1}', '{"a": 2}')


def test_array(tmp_path: Path) -> None:
    text = script("import numpy as np", "st.write(np.loadtxt('rows.txt').tolist())")
    is_read_again(tmp_path, text, "rows.txt", "1 2\n3 4\n", "1 2\n3 5\n")


def test_image_by_its_path(tmp_path: Path) -> None:
    text = script("st.image('dot.svg')")
    dot = "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='9'></svg>"
    is_read_again(tmp_path, text, "dot.svg", dot.format(5), dot.format(7))


def test_same_size_and_date(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        status = (app.folder / "notes.txt").stat()
        app.do("n=1")
        app.write("notes.txt", "two")
        os.utime(app.folder / "notes.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
        app.do("n=2")
        # Written twice within a tick of the file system's clock.
        for content in ("six", "ten", "one"):
            app.write("notes.txt", content)
            app.do("n=3")

    text = script("st.text(open('notes.txt').read())")
    tell_in_process(tmp_path, {"app.py": text, "notes.txt": "one"}, story)


def test_another_file_takes_its_place(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        os.replace(app.write("new.txt", "two"), app.folder / "notes.txt")
        app.do("n=2")
        (app.folder / "notes.txt").unlink()
        app.do("n=3", "n=4")
        app.write("notes.txt", "three")
        app.do("n=5")
        assert "notes.txt" not in app.do("n=6")

    text = script("st.text(open('notes.txt').read())")
    tell_in_process(tmp_path, {"app.py": text, "notes.txt": "one"}, story)


def test_link_to_another_file(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        link = app.folder / "now.txt"
        link.symlink_to("one.txt")
        app.do("n=1")
        assert "now.txt" not in app.do("n=2")
        link.unlink()
        link.symlink_to("two.txt")
        app.do("n=3")

    text = script(
        "import os",
        "st.text(os.path.realpath('now.txt')[-7:])",
        "st.text(open('now.txt').read() if os.path.exists('now.txt') else 'none')",
    )
    tell_in_process(tmp_path, {"app.py": text, "one.txt": "one", "two.txt": "two"}, story)


def test_missing_file_appears(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        assert "late.csv" not in app.do("n=1", "n=2")
        app.write("late.csv", CSV)
        ran = app.do("n=3")
        assert "late.csv" in ran or not app.is_lattice
        assert "late.csv" not in app.do("n=4")
        app.write("late.csv", CSV + "5,6\n")
        # It is there, as before.
        ran = app.do("n=5")
        assert "exists" not in ran
        assert "read_csv" in ran or not app.is_lattice

    text = script(
        "import os",
        "import pandas as pd",
        "if os.path.exists('late.csv'):",
        "    st.write(pd.read_csv('late.csv'))",
        "else:",
        "    st.write('no file yet')",
    )
    tell_in_process(tmp_path, {"app.py": text}, story)


def test_folder(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        first = app.do("n=1", "n=2")
        assert "data" not in first, first
        app.write("data/b.csv", CSV)
        app.do("n=3")
        assert "data" not in app.do("n=4")
        app.write("data/b.csv", CSV * 2)
        app.do("n=5")
        (app.folder / "data" / "a.csv").unlink()
        app.do("n=6")

    text = script(
        "import glob, os",
        "from pathlib import Path",
        "st.write(sorted(os.listdir('data')))",
        "st.write(sorted(glob.glob('data/*.csv')))",
        "st.write(sorted(p.name for p in Path('data').iterdir()))",
        "st.write(sorted(p.name for p in Path('data').rglob('*.csv')))",
        "st.write(sum(e.stat().st_size for e in os.scandir('data')))",
        "st.write([len(files) for _, _, files in os.walk('data')])",
        "st.write(os.path.getsize('data'), os.path.isdir('data/b.csv'))",
    )
    # The size of a folder is that of its file system.
    text = text.replace("os.path.getsize('data')", "os.path.getsize('data') > 0")
    tell_in_process(tmp_path, {"app.py": text, "data/a.csv": CSV}, story)


def test_status(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1", "n=2")
        app.write("notes.txt", "longer")
        app.do("n=3")
        (app.folder / "notes.txt").chmod(0o600)
        app.do("n=4")

    text = script(
        "import os",
        "from pathlib import Path",
        "st.write(os.path.getsize('notes.txt'), Path('notes.txt').stat().st_size)",
        "st.write(oct(os.stat('notes.txt').st_mode), os.access('notes.txt', os.X_OK))",
    )
    tell_in_process(tmp_path, {"app.py": text, "notes.txt": "one"}, story)


def test_relative_path_and_working_folder(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        os.chdir(app.folder / "other")
        app.do("n=2", "n=3")
        os.chdir(app.folder)
        app.do("n=4")

    text = script(
        "from pathlib import Path",
        "st.text(open('notes.txt').read())",
        "st.text(Path('notes.txt').resolve().parent.name)",
    )
    files: dict[str, str | bytes] = {"app.py": text, "notes.txt": "one", "other/notes.txt": "two"}
    tell_in_process(tmp_path, files, story)


def test_large_file_that_was_just_written(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        app.write("big.txt", "b" * (5 << 20))
        app.do("n=2")

    text = script("text = open('big.txt').read()", "st.write(text[:1], len(text))")
    tell_in_process(tmp_path, {"app.py": text, "big.txt": "a" * (5 << 20)}, story)


def test_file_object_that_outlives_its_cell(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        app.write("notes.txt", "1\n2\n3\n")
        app.do("n=2")

    text = script(
        "file = open('notes.txt')", "first = file.readline()", "st.write(first, file.read())"
    )
    text += "for line in open('notes.txt'):\n    st.text(line)\n"
    tell_in_process(tmp_path, {"app.py": text, "notes.txt": "a\nb\n"}, story)


def test_reason_names_the_file(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        app.write("notes.txt", "two")
        app.do("n=2")
        if app.is_lattice:
            assert app.reason("st.text") == "file `notes.txt` changed"

    text = script("st.text(open('notes.txt').read())")
    tell_in_process(tmp_path, {"app.py": text, "notes.txt": "one"}, story)
