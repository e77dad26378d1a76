"""Stories: what somebody does in a browser and in an editor, told once to each engine."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lattice.browser.difference import differences
from lattice.browser.step import Step, parse_step

from driver.engine import compares_stock_with_stock, lattice_command, stock_command
from driver.remote import RemoteApp
from driver.walk import State

# How long something may take that the script certainly does.
_PATIENCE = 60.0
_WATCH = ("--server.fileWatcherType", "poll")


class Told:
    """A running app and the folder of its script; `states` are compared between the engines."""

    def __init__(self, app: RemoteApp, folder: Path, trace: Path | None) -> None:
        self.app = app
        self.folder = folder
        self.states: list[Any] = []
        self._trace = trace
        self._printed: list[str] = []

    def start(self) -> State:
        return self._keep(self.app.start())

    def do(self, *steps: str) -> State:
        for step in steps:
            state = self._keep(self.app.do(parse_step(step)))
        return state

    def send(self, step: str) -> None:
        """Takes a step and does not wait for its answer."""
        request = self.app.frontend.act(parse_step(step))
        assert request is not None, f"`{step}` sends nothing"
        self.app.tab.send(request)

    def stop(self) -> None:
        """Presses the stop button."""
        self.app.tab.send_stop()

    def finish(self) -> State:
        """The page at the end of what was sent; what several runs print may be in any order."""
        state = self.app.wait()
        state.printed += self._printed
        self._printed.clear()
        state.printed.sort()
        return self._keep(state)

    def open(self, gate: str) -> None:
        """Lets the script go on where it waits for the file `gate`."""
        (self.folder / gate).touch()

    def close(self, *gates: str) -> None:
        for gate in gates:
            (self.folder / gate).unlink(missing_ok=True)

    def until(self, gate: str) -> None:
        """Waits until the script has made the file `gate`."""
        deadline = time.monotonic() + _PATIENCE
        while not (self.folder / gate).exists():
            assert time.monotonic() < deadline, f"the script never made {gate}"
            time.sleep(0.005)

    def until_shown(self, text: str, by: str | None = None) -> None:
        """Listens until the page shows `text`, doing `by` again and again."""
        deadline = time.monotonic() + _PATIENCE
        while text not in self.shown():
            assert time.monotonic() < deadline, f"the page never showed {text}"
            if by is None:
                self.app.tab.listen(0.05)
            else:
                self.app.do(parse_step(by))

    def until_printed(self, text: str) -> None:
        """Waits until the script has printed `text`, and remembers what it printed."""
        deadline = time.monotonic() + _PATIENCE
        while not any(text in line for line in self._printed):
            assert time.monotonic() < deadline, f"the script never printed {text}"
            self._printed += self.app.take_printed()

    def shown(self) -> str:
        """All that the page shows, as text."""
        return repr(self.app.shown())

    def keep(self, value: Any) -> None:
        """Something else that has to be equal on both sides."""
        self.states.append(value)

    def save(self, name: str, text: str) -> None:
        """Writes a file and waits until the server has noticed."""
        self.app.frontend.page.is_changed_on_disk = False
        (self.folder / name).write_text(text)
        self.app.tab.wait_for_edit()

    def edit(self, name: str, *changes: tuple[str, str]) -> State:
        """Replaces text in a file, saves it and reruns."""
        text = (self.folder / name).read_text()
        for old, new in changes:
            assert old in text, f"no `{old}` in {name}"
            text = text.replace(old, new)
        self.save(name, text)
        return self.do("rerun")

    def interactions(self) -> list[dict[str, Any]]:
        """The trace of Lattice; empty on the other side."""
        if self._trace is None or not self._trace.exists():
            return []
        return [json.loads(line) for line in self._trace.read_text().splitlines()]

    def _keep(self, state: State) -> State:
        self.states.append(state.plain())
        return state


def labels_that_ran(interaction: dict[str, Any]) -> list[str]:
    return [cell["label"] for cell in interaction["cells"] if cell["action"] == "run"]


def tell(
    folder: Path,
    files: dict[str, str],
    story: Callable[[Told], None],
    flags: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Tells `story` of the script `app.py` to stock and to Lattice; returns Lattice's trace."""
    told: list[list[Any]] = []
    trace = folder / "trace.jsonl"
    interactions: list[dict[str, Any]] = []
    for number, command in enumerate((stock_command(), lattice_command())):
        # One folder for both: its name is in tracebacks.
        place = folder / "app"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, text in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text)
        traced = number == 1 and not compares_stock_with_stock()
        more = ("--lattice.trace", str(trace)) if traced else ()
        app = RemoteApp(command, place / "app.py", (*_WATCH, *flags, *more))
        try:
            teller = Told(app, place, trace if traced else None)
            story(teller)
            told.append(teller.states)
            interactions = teller.interactions()
        finally:
            app.close()
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)
    return interactions


def steps(*texts: str) -> list[Step]:
    return [parse_step(text) for text in texts]
