"""What a run sends to the browser, as messages, each with the line of the script that sent it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lattice.adapter import compat

_STATUS = {
    "SCRIPT_STOPPED_WITH_SUCCESS": compat.ForwardMsg.FINISHED_SUCCESSFULLY,
    "FRAGMENT_STOPPED_WITH_SUCCESS": compat.ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    "SCRIPT_STOPPED_WITH_COMPILE_ERROR": compat.ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    "SCRIPT_STOPPED_FOR_RERUN": compat.ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}


class Place(NamedTuple):
    """A line of the script or of a module beside it."""

    path: str
    line: int


@dataclass
class Run:
    """What one interaction sent, in order; `places` are those of the deltas, by path."""

    messages: list[compat.ForwardMsg] = field(default_factory=list)
    places: dict[tuple[int, ...], Place] = field(default_factory=dict)
    compile_error: BaseException | None = None


class Recorder:
    """Listens to a runner, and writes down what Streamlit's server would send."""

    def __init__(self, script: str, pages: compat.PagesManager) -> None:
        self.run = Run()
        self._beside = os.path.join(os.path.dirname(script), "")
        self._pages = pages

    def happened(self, _: Any, event: Any, **details: Any) -> None:
        """Take an event of the runner, on the thread that caused it."""
        if event.name == "ENQUEUE_FORWARD_MSG":
            # A copy: a message is changed after it was sent, and sent again.
            copy = compat.ForwardMsg()
            copy.CopyFrom(details["forward_msg"])
            self.run.messages.append(copy)
            place = self._place() if copy.metadata.delta_path else None
            if place is not None:
                self.run.places[tuple(copy.metadata.delta_path)] = place
        elif event.name == "SCRIPT_STARTED":
            self.run.messages.append(self._started(details))
        elif event.name in _STATUS:
            message = compat.ForwardMsg()
            message.script_finished = _STATUS[event.name]
            _identify(message, details["run_descriptor"])
            self.run.messages.append(message)
            error = details.get("exception")
            if error is not None:
                self.run.compile_error = error
                self.run.messages.append(compat.compile_error_message(error))

    def _started(self, details: dict[str, Any]) -> compat.ForwardMsg:
        message = compat.ForwardMsg()
        _identify(message, details["run_descriptor"])
        message.new_session.main_script_path = self._pages.main_script_path
        message.new_session.main_script_hash = self._pages.main_script_hash
        message.new_session.page_script_hash = details["page_script_hash"]
        return message

    def _place(self) -> Place | None:
        """The innermost line of the project on the stack; a skipped cell is on it, too."""
        frame = sys._getframe(2)
        while frame is not None:
            path = frame.f_code.co_filename
            if path.startswith(self._beside) and "site-packages" not in path:
                return Place(path, frame.f_lineno)
            frame = frame.f_back  # type: ignore[assignment]
        return None


def _identify(message: compat.ForwardMsg, run: Any) -> None:
    message.metadata.run.script_run_id = run.script_run_id
    message.metadata.run.fragment_ids.extend(run.fragment_ids)
