"""What libraries do outside, without any name in the script that says so: audit events tell."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sensing.sensing_story import Watched, installed, tell_in_process

HEAD = "import streamlit as st\nimport fieldkit\nn = st.slider('n', 0, 9)\nst.write(n)\n"

CALL = "st.write(fieldkit.work())\n"


def always_runs(tmp_path: Path, library: str, reason: str, *, files: tuple[str, ...] = ()) -> None:
    """A cell that calls `fieldkit.work` runs at every click, for this reason."""

    def story(app: Watched) -> None:
        app.do("n=1")
        for step in ("n=2", "n=3"):
            ran = app.do(step)
            assert "fieldkit.work" in ran or not app.is_lattice
            if app.is_lattice:
                assert app.reason("st.write(fieldkit").startswith(reason), app.reason("st.write(f")

    with installed(tmp_path, library):
        texts: dict[str, str | bytes] = {"app.py": HEAD + CALL} | dict.fromkeys(
            files, "some text\n"
        )
        tell_in_process(tmp_path, texts, story)


def test_process(tmp_path: Path) -> None:
    library = (
        "import subprocess, sys\n"
        "def work():\n"
        "    child = [sys.executable, '-c', 'print(3)']\n"
        "    return subprocess.run(child, capture_output=True).stdout\n"
    )
    always_runs(tmp_path, library, "it starts a process in fieldkit/__init__.py:4")


def test_database(tmp_path: Path) -> None:
    library = (
        "import sqlite3\n"
        "def work():\n"
        "    with sqlite3.connect('notes.db') as db:\n"
        "        db.execute('create table if not exists t (x)')\n"
        "        db.execute('insert into t values (1)')\n"
        "        return db.execute('select count(*) from t').fetchone()[0]\n"
    )
    always_runs(tmp_path, library, "it uses a database in fieldkit/__init__.py:3, called in line 5")


def test_written_file(tmp_path: Path) -> None:
    library = (
        "def work():\n"
        "    with open('log.txt', 'a') as file:\n"
        "        file.write('x')\n"
        "    return len(open('log.txt').read())\n"
    )
    always_runs(tmp_path, library, "it writes a file in fieldkit/__init__.py:2")


def test_folder_that_is_made_and_removed(tmp_path: Path) -> None:
    library = (
        "import os\n"
        "def work():\n"
        "    os.mkdir('made')\n"
        "    os.rmdir('made')\n"
        "    return os.path.exists('made')\n"
    )
    always_runs(tmp_path, library, "it changes files")


def test_memory_map(tmp_path: Path) -> None:
    library = (
        "import numpy as np\n"
        "def work():\n"
        "    return int(np.memmap('bytes.bin', dtype='u1', mode='r').sum())\n"
    )
    always_runs(tmp_path, library, "it ", files=("bytes.bin",))


def test_file_that_the_system_makes_up(tmp_path: Path) -> None:
    library = "def work():\n    return open('/proc/self/stat').read()[:0] + 'x'\n"
    always_runs(tmp_path, library, "it reads `/proc/self/stat`, which the system makes up")


def test_pipe(tmp_path: Path) -> None:
    library = (
        "import os\n"
        "def work():\n"
        "    reading, writing = os.pipe()\n"
        "    os.write(writing, b'text')\n"
        "    os.close(writing)\n"
        "    with open(reading) as file:\n"
        "        return file.read()\n"
    )
    always_runs(tmp_path, library, "it uses a file descriptor")


@contextlib.contextmanager
def counting_server() -> Iterator[int]:
    """A server that answers every connection with a byte."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.sendall(b"7")

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_connection(tmp_path: Path) -> None:
    with counting_server() as port:
        library = (
            "import socket\n"
            "def work():\n"
            f"    with socket.create_connection(('127.0.0.1', {port})) as it:\n"
            "        return it.recv(1)\n"
        )
        always_runs(tmp_path, library, "it uses the network in fieldkit/__init__.py:3")


def told_with_library(
    tmp_path: Path, library: str, text: str, story: Callable[[Watched], None]
) -> None:
    with installed(tmp_path, library):
        files: dict[str, str | bytes] = {"app.py": HEAD + text, "notes.txt": "one"}
        tell_in_process(tmp_path, files, story)


def changes_notes(app: Watched) -> None:
    app.do("n=1")
    ran = app.do("n=2")
    assert "work" not in ran, ran
    app.write("notes.txt", "two")
    ran = app.do("n=3")
    assert "work" in ran or not app.is_lattice


def test_library_that_reads_a_file(tmp_path: Path) -> None:
    library = "def work():\n    return open('notes.txt').read()\n"
    told_with_library(tmp_path, library, CALL, changes_notes)


def test_library_that_reads_a_file_in_threads_of_its_own(tmp_path: Path) -> None:
    library = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def read(name):\n"
        "    return open(name).read()\n"
        "def work():\n"
        "    with ThreadPoolExecutor(2) as pool:\n"
        "        return list(pool.map(read, ['notes.txt', 'notes.txt']))\n"
    )
    told_with_library(tmp_path, library, CALL, changes_notes)


def test_library_that_looks_around_in_threads_of_its_own(tmp_path: Path) -> None:
    library = (
        "import os\n"
        "from concurrent.futures import ThreadPoolExecutor, wait\n"
        "def work():\n"
        "    with ThreadPoolExecutor(1) as pool:\n"
        "        names = pool.submit(os.listdir, 'data')\n"
        "        size = pool.submit(size_of, 'notes.txt')\n"
        # The traceback of a result shows whether it was waited for.
        "        wait([names, size])\n"
        "    return sorted(names.result()), size.result()\n"
        "def size_of(path):\n"
        "    return os.path.exists(path) and os.path.getsize(path)\n"
    )

    def story(app: Watched) -> None:
        app.write("data/one.txt", "1")
        app.do("n=1", "n=2")
        assert "work" not in app.do("n=3")
        app.write("data/two.txt", "2")
        app.do("n=4")
        app.write("notes.txt", "longer")
        app.do("n=5")

    told_with_library(tmp_path, library, CALL, story)


def test_lines_of_a_file_of_data(tmp_path: Path) -> None:
    """`linecache` reads source text for tracebacks, and other files for whoever asks."""
    library = (
        "import linecache\n"
        "def work():\n"
        "    linecache.checkcache()\n"
        "    return linecache.getline('notes.txt', 1)\n"
    )
    told_with_library(tmp_path, library, CALL, changes_notes)


def test_module_that_reads_a_file_when_it_is_imported(tmp_path: Path) -> None:
    """As in stock Streamlit the module keeps what it read."""

    def story(app: Watched) -> None:
        app.do("n=1", "n=2")
        app.write("notes.txt", "two")
        assert "lazy" not in app.do("n=3")

    text = "def lazy():\n    import later\n    return later.TEXT\nst.write(lazy())\n"
    with installed(tmp_path, ""):
        files: dict[str, str | bytes] = {
            "app.py": HEAD + text,
            "later.py": "TEXT = open('notes.txt').read()\n",
            "notes.txt": "one",
        }
        tell_in_process(tmp_path, files, story)


CACHED = """\
@st.cache_data
def load(name):
    with open(name) as file:
        return file.read()

st.write(load("notes.txt"))
"""

FORGETS = """\
if st.button("forget"):
    st.cache_data.clear()
"""


def test_cached_function_keeps_what_it_read(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        app.write("notes.txt", "two")
        assert "load" not in app.do("n=2")

    told_with_library(tmp_path, "", CACHED, story)


def test_cached_function_reads_again_when_it_was_cleared(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1")
        app.write("notes.txt", "two")
        app.do("n=2", "click forget", "n=3", "n=4")
        app.write("notes.txt", "three")
        app.do("n=5")

    told_with_library(tmp_path, "", CACHED + FORGETS, story)


def test_file_that_another_cell_writes(tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        app.do("n=1", "n=2", "n=2", "n=3")

    text = (
        "st.write(open('notes.txt').read())\n"
        "with open('notes.txt', 'w') as file:\n"
        "    file.write(str(n))\n"
        "st.write(open('notes.txt').read())\n"
    )
    told_with_library(tmp_path, "", text, story)


def test_program_sees_the_same_functions(tmp_path: Path) -> None:
    """Watching `os.stat` leaves it what it is."""

    def story(app: Watched) -> None:
        app.do("n=1")

    text = (
        "import os, posix\n"
        "st.write(os.stat is posix.stat, os.stat in os.supports_fd, repr(os.stat))\n"
        "st.write(os.stat.__text_signature__, os.getcwd.__name__)\n"
        "try:\n    os.stat('missing')\nexcept OSError as error:\n    st.write(str(error))\n"
        "try:\n    os.stat(1.5)\nexcept TypeError as error:\n    st.write(str(error))\n"
        "try:\n    open('a\\0b')\nexcept ValueError as error:\n    st.write(str(error))\n"
    )
    told_with_library(tmp_path, "", text, story)


@pytest.mark.skipif(os.name != "posix", reason="there are no such files")
def test_fifo(tmp_path: Path) -> None:
    """Looking at it does not wait for a writer."""

    def story(app: Watched) -> None:
        os.mkfifo(app.folder / "fifo")
        app.do("n=1", "n=2")

    text = (
        "import os\n"
        "there = os.path.exists('fifo')\n"
        "st.write(there, os.path.isfile('fifo'))\n"
        "if there:\n"
        "    st.write(oct(os.stat('fifo').st_mode))\n"
    )
    told_with_library(tmp_path, "", text, story)
