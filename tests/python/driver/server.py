"""A server process, `streamlit run` or `lattice run`, and its printed lines."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Self

_START_TIMEOUT = 60.0
# What the server itself prints when it starts and stops.
_BANNER = re.compile(
    r"^\s*$|You can now view|^\s*(Local|Network|External) URL|^\s*URL:|For better performance"
    r"|^\s*\$ (xcode|pip)|^\s*Stopping\.\.\.|^\s*(Agent|MCP) "
)


class Server:
    """One process in a group of its own; only that group is ever signalled."""

    def __init__(
        self,
        command: Sequence[str],
        script: Path,
        flags: Sequence[str] = (),
        *,
        environment: Mapping[str, str] | None = None,
        verb: Sequence[str] = ("run",),
        with_errors: bool = False,
    ) -> None:
        self.port = _free_port()
        arguments = [
            *command,
            *verb,
            str(script),
            *("--server.port", str(self.port)),
            *("--server.address", "127.0.0.1"),
            *("--server.headless", "true"),
            *("--server.fileWatcherType", "none"),
            *("--browser.gatherUsageStats", "false"),
            *("--global.developmentMode", "false"),
            *flags,
        ]
        # Both sides hash strings, format times and plot in the same way.
        variables = os.environ | {
            "PYTHONUNBUFFERED": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLBACKEND": "Agg",
            "TZ": "UTC",
            **(environment or {}),
        }
        self._lines: list[str] = []
        self._lock = threading.Lock()
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            arguments,
            cwd=script.parent,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if with_errors else subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        threading.Thread(target=self._collect, args=(self.process.stdout,), daemon=True).start()
        self._wait_until_healthy(arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def take_printed(self, settle: float = 0.02) -> list[str]:
        """Lines printed since the last call, once the pipe has been quiet for `settle` seconds."""
        seen = -1
        while settle and seen != len(self._lines):
            seen = len(self._lines)
            time.sleep(settle)
        with self._lock:
            taken, self._lines = self._lines, []
        return taken

    def stop(self) -> None:
        for number, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0)):
            if self.process.poll() is not None:
                return
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(patience)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def _collect(self, pipe: IO[bytes]) -> None:
        for raw in pipe:
            line = raw.decode("utf-8", "replace").rstrip("\n")
            if not _BANNER.search(line):
                with self._lock:
                    self._lines.append(line)

    def _wait_until_healthy(self, arguments: Sequence[str]) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                code = self.process.returncode
                raise RuntimeError(f"`{' '.join(arguments)}` ended with exit code {code}")
            try:
                if self.get("/_stcore/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.03)
        self.stop()
        raise RuntimeError(f"`{' '.join(arguments)}` did not become healthy")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
