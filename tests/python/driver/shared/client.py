"""The tests' side of a shared server."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import matplotlib

from driver.engine import compares_stock_with_stock
from driver.remote import ServedApp
from driver.server import Server

_PYTHON_TESTS = Path(__file__).parents[2]
_IDLE = "import streamlit\n"


class SharedServer:
    """A server on `engine` (stock, full, incremental, verify) whose script can be chosen."""

    def __init__(self, engine: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="lattice-")
        script = Path(self._folder.name) / "idle.py"
        script.write_text(_IDLE)
        socket = str(Path(self._folder.name) / "control")
        engine = "stock" if compares_stock_with_stock() else engine
        command = [sys.executable, "-m", "driver.shared.host", engine, socket]
        search = [str(_PYTHON_TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
        # Caches on disk are below the home folder; fonts need not be found again.
        home = {"HOME": self._folder.name, "MPLCONFIGDIR": matplotlib.get_cachedir()}
        environment = {"PYTHONPATH": os.pathsep.join(search), **home}
        # Collecting garbage after each run takes longer than most runs; Lattice waits with it.
        flags = ("--runner.postScriptGC", "false") if engine == "stock" else ()
        self.server = Server(command, script, flags, environment=environment, verb=())
        self._control = Client(socket)

    def open(self, script: Path, options: Mapping[str, Any] | None = None) -> ServedApp:
        """A tab with `script`, which runs as if the server had been started for it."""
        self.ask("choose", str(script.resolve()), dict(options or {}))
        return _SharedApp(self)

    def ask(self, name: str, *arguments: Any) -> Any:
        self._control.send((name, arguments))
        good, answer = self._control.recv()
        if not good:
            raise RuntimeError(f"{name}: {answer}")
        return answer

    def stop(self) -> None:
        self._control.close()
        self.server.stop()
        self._folder.cleanup()


class _SharedApp(ServedApp):
    def __init__(self, shared: SharedServer) -> None:
        self._shared = shared
        super().__init__(shared.server)

    def session_state(self) -> dict[str, Any] | None:
        plain: dict[str, Any] = self._shared.ask("session_state", self.tab.session_id)
        return plain
