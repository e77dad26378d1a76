"""The servers of this folder: one for each engine, started when the first test asks for it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from driver.shared.client import SharedServer

Servers = Callable[[str], SharedServer]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    running: dict[str, SharedServer] = {}

    def server(engine: str) -> SharedServer:
        if engine not in running:
            running[engine] = SharedServer(engine)
        return running[engine]

    yield server
    with ThreadPoolExecutor() as pool:
        list(pool.map(SharedServer.stop, running.values()))
