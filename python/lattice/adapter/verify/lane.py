"""A session without a server: the script of one user, run on demand, in full or incrementally.

Streamlit's own runner executes the script; what its server would do around a run (the messages that
begin and end it, the thread, the event loop) is done here. A lane is what a second browser tab is:
it gets the same requests and has a session state, fragments and pages of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import threading
from typing import Any

from lattice.adapter import compat
from lattice.adapter.verify.output import Output
from lattice.adapter.verify.recorder import Recorder, Run
from lattice.browser.frontend import Frontend, Request


class Lane:
    """One session of the script at `path`; `runner` is the class that executes it."""

    def __init__(
        self,
        path: str,
        runner: type[compat.ScriptRunner],
        session_id: str,
        user: dict[str, Any] | None = None,
    ) -> None:
        self.session_id = session_id
        self.state = compat.SessionState()
        self.fragments = compat.MemoryFragmentStorage()
        self._path = path
        self._runner = runner
        self._user: Any = {} if user is None else user
        self._script_cache = compat.ScriptCache()
        self._pages = compat.PagesManager(path, self._script_cache, setup_watcher=False)
        self._loop = asyncio.new_event_loop()

    def run(self, request: compat.RerunData, output: Output | None = None) -> Run:
        """Execute the script on a thread of its own, and wait for it.

        Parameters
        ----------
        output : keeps what the script prints
        """
        recorder = Recorder(self._path, self._pages)
        runner = self._runner(
            session_id=self.session_id,
            main_script_path=self._path,
            session_state=self.state,
            uploaded_file_mgr=compat.runtime_instance().uploaded_file_mgr,
            script_cache=self._script_cache,
            initial_rerun_data=request,
            user_info=self._user,
            fragment_storage=self.fragments,
            pages_manager=self._pages,
            event_loop=self._loop,
        )

        waiting = [output] if output is not None else []

        def begun(*_: Any, **__: Any) -> None:
            # The first event comes from the thread before anything of the script runs. A function
            # of ours around the runner's would be seen in the stacks that Streamlit shows.
            while waiting:
                waiting.pop().keep(silent=True)

        runner.on_event.connect(begun, weak=False)
        runner.on_event.connect(recorder.happened, weak=False)
        thread = threading.Thread(
            target=runner._run_script_thread, name="lattice-lane", daemon=True
        )
        runner._script_thread = thread
        thread.start()
        thread.join()
        return recorder.run

    def ask(self, frontend: Frontend, request: Request) -> tuple[Run, str]:
        """Execute a request of a browser tab, which then shows the answer.

        Returns
        -------
        the run, and what it printed
        """
        data = compat.RerunData(
            widget_states=request.widgets,
            page_script_hash=request.page,
            query_string=frontend.page.query,
            fragment_id=request.fragment or None,
            is_auto_rerun=request.is_timer,
        )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            run = self.run(data)
        for message in run.messages:
            frontend.apply(message)
        frontend.mount()
        return run, printed.getvalue()

    def close(self) -> None:
        """Let go of what the session holds in the server's tables."""
        self._loop.close()
        runtime = compat.runtime_instance()
        runtime.media_file_mgr.clear_session_refs(self.session_id)
        runtime.dataframe_source_mgr.clear_all_for_session(self.session_id)
