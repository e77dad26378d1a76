"""Nothing that a user feeds to `lattice run` breaks it, and what it says is what stock says."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path
from typing import Any

import lattice
import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.apptest import compare_steps
from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp
from odd_scripts import ENDINGS, NAMES, OBJECTS, TEXTS, script

WATCH = ("--server.fileWatcherType", "poll")
STEPS = ["n=3", "rerun", "n=1"]
ODD: dict[str, str | bytes] = {
    f"{group}: {name}": text
    for group, texts in {
        "ending": ENDINGS,
        "name": NAMES,
        "text": TEXTS,
        "object": OBJECTS,
    }.items()
    for name, text in texts.items()
}


def write(path: Path, text: str | bytes) -> None:
    path.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ODD)
def test_odd_script_is_equal(tmp_path: Path, name: str) -> None:
    path = tmp_path / "app.py"
    write(path, ODD[name])
    difference = compare_steps(path, [parse_step(text) for text in STEPS])
    assert difference is None, str(difference)


@pytest.fixture
def app_path(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(script(""))
    return path


def told_by_edits(command: list[str], path: Path, texts: list[str | bytes]) -> list[dict[str, Any]]:
    """The pages of one server whose script starts as the first text and becomes each next one."""
    write(path, texts[0])
    app = RemoteApp(command, path, WATCH)
    try:
        states = [app.start(), app.do(parse_step("n=3"))]
        for text in texts[1:]:
            write(path, text)
            app.tab.wait_for_edit()
            states.append(app.do(parse_step("rerun")))
        return [state.page | {"error": state.error} for state in states]
    finally:
        app.close()


def test_one_server_survives_one_bad_script_after_the_other(app_path: Path) -> None:
    good = script('st.write("good")')
    bad = [
        TEXTS["NUL"],
        TEXTS["Latin-1 unsaid"],
        TEXTS["3000 parentheses"],
        TEXTS["UTF-16"],
        ENDINGS["sys.exit"],
        NAMES["deleted guards"],
        NAMES["no builtins"],
        TEXTS["nothing"],
    ]
    texts = [TEXTS["syntax error"], good, *bad, good + "\n", TEXTS["await"], good]
    stock, ours = (told_by_edits(c, app_path, texts) for c in (stock_command(), lattice_command()))
    found = differences({"pages": stock}, {"pages": ours})
    assert not found, "\n".join(found)
    assert stock[0]["compile_error"] is not None
    assert stock[2]["compile_error"] is None
    assert stock[-2]["compile_error"] is not None
    assert stock[-1]["compile_error"] is None


def run(python: Path, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*lattice_command(), "run", str(path), "--server.headless=true"],
        env=os.environ | {"LATTICE_PYTHON": str(python), "NO_COLOR": "1", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_missing_streamlit_is_named(tmp_path: Path, app_path: Path) -> None:
    venv.create(tmp_path / "venv", symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    packages = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    (packages / "lattice").symlink_to(Path(lattice.__file__).parent)
    result = run(python, app_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert f"error: Streamlit is not installed for {python}" in result.stderr
    assert 'help: install it with `pip install "streamlit==' in result.stderr


def test_missing_package_is_named(tmp_path: Path, app_path: Path) -> None:
    venv.create(tmp_path / "venv", symlinks=True)
    result = run(tmp_path / "venv" / "bin" / "python", app_path)
    assert result.returncode == 1
    assert "lattice" in result.stderr


# What another version looks like from inside: another number, and perhaps names that are gone.
OTHER_NUMBER = """\
import importlib.metadata
real = importlib.metadata.version
importlib.metadata.version = lambda name: "9.8.7" if name == "streamlit" else real(name)
"""
OTHER_NAMES = """\
import streamlit.web.bootstrap, streamlit.runtime.scriptrunner
from streamlit.runtime.scriptrunner_utils import thread_safe_set
del thread_safe_set.ThreadSafeSet
"""


@pytest.mark.parametrize("code", [OTHER_NUMBER, OTHER_NUMBER + OTHER_NAMES], ids=["same", "other"])
def test_untested_version_runs_in_full(
    tmp_path: Path, app_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]))
    heard = tmp_path / "stderr.txt"
    shell = ["/bin/sh", "-c", f'exec "$@" 2>"{heard}"', "sh"]
    pages = []
    for command in (stock_command(), [*shell, *lattice_command()]):
        app = RemoteApp(command, app_path)
        try:
            pages.append([app.start().page, app.do(parse_step("n=3")).page])
        finally:
            app.close()
    assert not differences({"pages": pages[0]}, {"pages": pages[1]})
    text = heard.read_text()
    assert "warning: Streamlit 9.8.7 " in text
    assert "in full" in text
    assert "Traceback" not in text
    assert " ran " not in text
