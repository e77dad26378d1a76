"""Clicks and changes of files, told to stock Streamlit and to Lattice in this process."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled

# A library as it is after an installation, for scripts to import.
PACKAGE = "fieldkit"


class Watched:
    """An app under test and its folder; `states` are compared between the engines."""

    def __init__(self, folder: Path, traces: list[Any]) -> None:
        self.folder = folder
        self.states: list[Any] = []
        self._traces = traces
        self._app = LocalApp(folder / "app.py")
        self.states.append(self._app.start().plain())

    def do(self, *steps: str) -> str:
        """Take steps; return the labels of the cells that the last one ran, a line each."""
        for step in steps:
            self.states.append(self._app.do(parse_step(step)).plain())
        return "\n".join(cell.label for cell in self._cells() if cell.action == "run")

    def reason(self, label: str) -> str:
        """Return why the cell ran that begins with `label`; "" when it was skipped."""
        return next(cell.reason or "" for cell in self._cells() if cell.label.startswith(label))

    @property
    def is_lattice(self) -> bool:
        return bool(self._traces)

    def _cells(self) -> list[Any]:
        return self._traces[-1].cells if self._traces else []

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path


def tell_in_process(
    folder: Path, files: dict[str, str | bytes], story: Callable[[Watched], None]
) -> None:
    """Tell `story` of the script `app.py` to both engines; fail where the pages differ."""
    told: list[list[Any]] = []
    for engine in (contextlib.nullcontext([]), lattice_enabled()):
        # One folder for both: its name is on pages.
        place = folder / "app"
        shutil.rmtree(place, ignore_errors=True)
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        with fresh_process(place / "app.py"), working_in(place), engine as traces:
            watched = Watched(place, traces)
            story(watched)
        told.append(watched.states)
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def installed(folder: Path, text: str) -> Iterator[None]:
    """`import fieldkit` finds a package with this text in a folder of installed packages."""
    site = folder / "env" / "lib" / "site-packages"
    (site / PACKAGE).mkdir(parents=True)
    (site / PACKAGE / "__init__.py").write_text(text)
    sys.path.insert(0, str(site))
    try:
        yield
    finally:
        sys.path.remove(str(site))
        sys.modules.pop(PACKAGE, None)
