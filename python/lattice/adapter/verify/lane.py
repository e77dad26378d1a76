"""A session without a server: the script of one user, run on demand, in full or incrementally.

Streamlit's own runner executes the script; what its server would do around a run (the messages that
begin and end it, the thread, the event loop) is done here. A lane is what a second browser tab is:
it gets the same requests and has a session state, fragments, pages and caches of its own.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lattice.adapter import compat

_STATUS = {
    "SCRIPT_STOPPED_WITH_SUCCESS": compat.ForwardMsg.FINISHED_SUCCESSFULLY,
    "FRAGMENT_STOPPED_WITH_SUCCESS": compat.ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    "SCRIPT_STOPPED_WITH_COMPILE_ERROR": compat.ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    "SCRIPT_STOPPED_FOR_RERUN": compat.ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}


@dataclass
class Run:
    """What one interaction sent, in order."""

    messages: list[compat.ForwardMsg] = field(default_factory=list)
    compile_error: BaseException | None = None


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

    def run(self, request: compat.RerunData, watch: Callable[[Any], None] | None = None) -> Run:
        """Execute the script on a thread of its own, and wait for it.

        Parameters
        ----------
        watch : is given the runner before it starts
        """
        result = Run()
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

        def happened(_: Any, event: Any, **details: Any) -> None:
            self._happened(result, event.name, details)

        runner.on_event.connect(happened, weak=False)
        if watch is not None:
            watch(runner)
        thread = threading.Thread(target=runner._run_script_thread, daemon=True)
        runner._script_thread = thread
        thread.start()
        thread.join()
        return result

    def close(self) -> None:
        """Let go of what the session holds in the server's tables."""
        self._loop.close()
        runtime = compat.runtime_instance()
        runtime.media_file_mgr.clear_session_refs(self.session_id)
        runtime.dataframe_source_mgr.clear_all_for_session(self.session_id)

    def _happened(self, result: Run, event: str, details: dict[str, Any]) -> None:
        if event == "ENQUEUE_FORWARD_MSG":
            # A copy: a message is changed after it was sent, and sent again.
            copy = compat.ForwardMsg()
            copy.CopyFrom(details["forward_msg"])
            result.messages.append(copy)
        elif event == "SCRIPT_STARTED":
            result.messages.append(self._started(details))
        elif event in _STATUS:
            message = compat.ForwardMsg()
            message.script_finished = _STATUS[event]
            _identify(message, details["run_descriptor"])
            result.messages.append(message)
            error = details.get("exception")
            if error is not None:
                result.compile_error = error
                result.messages.append(compat.compile_error_message(error))

    def _started(self, details: dict[str, Any]) -> compat.ForwardMsg:
        message = compat.ForwardMsg()
        _identify(message, details["run_descriptor"])
        message.new_session.main_script_path = self._pages.main_script_path
        message.new_session.main_script_hash = self._pages.main_script_hash
        message.new_session.page_script_hash = details["page_script_hash"]
        return message


def _identify(message: compat.ForwardMsg, run: Any) -> None:
    message.metadata.run.script_run_id = run.script_run_id
    message.metadata.run.fragment_ids.extend(run.fragment_ids)
