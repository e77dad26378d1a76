"""A story told to a server of stock Streamlit and to one of Lattice, at the same time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.engine import lattice_command, stock_command
from driver.remote import RemoteApp, ServedApp
from driver.server import Server

Story = Callable[[RemoteApp], Any]


def told(script: Path, story: Story, flags: tuple[str, ...] = ()) -> Any:
    """What `story` says about stock, and it says the same about Lattice."""

    def one(command: list[str]) -> Any:
        app = RemoteApp(command, script, flags)
        try:
            return story(app)
        finally:
            app.close()

    return told_by(one)


def told_by(story: Callable[[list[str]], Any]) -> Any:
    """The same for a story that starts its servers itself, by the command it is given."""
    with ThreadPoolExecutor(2) as pool:
        stock, lattice = pool.map(story, (stock_command(), lattice_command()))
    found = differences(stock, lattice)
    assert not found, "\n".join(found)
    return stock


def served(
    command: list[str],
    script: Path,
    steps: Sequence[str],
    flags: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[list[dict[str, Any]], list[str]]:
    """The states of one session, and what the server prints when it ends."""
    server = Server(command, script, flags, environment=environment)
    try:
        app = ServedApp(server)
        states = [app.start(), *(app.do(parse_step(step)) for step in steps)]
        app.close()
    finally:
        server.stop()
    return [state.plain() for state in states], server.take_printed(settle=0.2)
