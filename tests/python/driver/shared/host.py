"""The server process: `python -m driver.shared.host ENGINE SOCKET FLAGS...`.

Streamlit's or Lattice's own server, plus a socket over which the tests choose the script of the
next session and look at session states. ENGINE is `stock`, `full`,
`incremental` or `verify`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from lattice.browser.canonical import Canonical
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.secrets import secrets_singleton

from driver.process import plain_session, reset, seed

_MODES = {"full": "full", "incremental": "auto", "verify": "verify"}


class Control:
    """What the tests ask for, executed in the server process."""

    def __init__(self, socket: str) -> None:
        self._listener = Listener(socket)
        self._options: dict[str, Any] = {}
        self._variables = dict(os.environ)
        # What Lattice did in each interaction since the last question.
        self.interactions: list[Any] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection = self._listener.accept()
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: Connection) -> None:
        while True:
            try:
                name, arguments = connection.recv()
            except EOFError:
                # The tests are gone, perhaps killed: nobody else would stop this server.
                os.kill(os.getpid(), signal.SIGTERM)
                return
            try:
                connection.send((True, getattr(self, name)(*arguments)))
            except Exception as error:
                connection.send((False, f"{type(error).__name__}: {error}"))

    def choose(self, script: str, options: dict[str, Any]) -> None:
        """Sessions from now on run `script`, in a process in which none seems to have run."""
        runtime, path = Runtime.instance(), Path(script)
        closed = threading.Event()

        def close_all() -> None:
            for session in runtime._session_mgr.list_sessions():
                runtime.close_session(session.session.id)
            closed.set()

        runtime._get_async_objs().eventloop.call_soon_threadsafe(close_all)
        closed.wait(10)
        os.environ.clear()
        os.environ.update(self._variables)
        reset(Path(runtime._main_script_path).parent)
        reset(path.parent)
        secrets_singleton._reset()
        PagesManager.uses_pages_directory = None
        for key, value in self._options.items():
            config.set_option(key, value)
        self._options = {key: config.get_option(key) for key in options}
        for key, value in options.items():
            config.set_option(key, value)
        sys.path[0] = str(path.parent)
        sys.argv = [script]
        os.chdir(path.parent)
        runtime._main_script_path = script
        seed(1000)

    def session_state(self, session_id: str) -> dict[str, object]:
        info = Runtime.instance()._session_mgr.get_session_info(session_id)
        if info is None:
            return {"no session": True}
        return plain_session(info.session.session_state, Canonical(exact=True))

    def findings(self) -> list[str]:
        """What the mode `verify` has found since the last question."""
        from lattice.adapter.verify import mode

        found, mode.findings.all[:] = list(mode.findings.all), []
        return [finding.text() for finding in found if finding.volatile is None]

    def cells(self) -> tuple[int, int]:
        """How many cells ran and how many there were since the last question."""
        done, self.interactions[:] = list(self.interactions), []
        actions = [cell.action for interaction in done for cell in interaction.cells]
        return actions.count("run"), len(actions)


def main(engine: str, socket: str, words: list[str]) -> None:
    control = Control(socket)
    if engine == "stock":
        from streamlit.web import cli

        sys.argv = ["streamlit", "run", *words]
        cli.main(prog_name="streamlit")
    os.environ |= {"LATTICE_MODE": _MODES[engine], "LATTICE_QUIET": "1"}
    from lattice.adapter import settings
    from lattice.launcher import launch

    settings.listen(control.interactions.append)

    launch(words)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
