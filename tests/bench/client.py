"""The server and the tab of the tests, used to measure.

A `Tab` stamps the frames of an answer as they arrive and looks into them only after the last one,
so the client's own work is not part of what is measured.
"""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from driver import remote, server
from lattice.browser.frontend import Request

# A `script_finished` frame is shorter than this; longer ones are not parsed while the clock runs.
SHORT_FRAME = 512
# A person is slower than this: what the server does after it has answered is not waited for.
PAUSE_SECONDS = 0.02


class Server(server.Server):
    """`COMMAND run SCRIPT`, with what it prints to either stream. Use as a context manager."""

    def __init__(self, command: str, script: Path, *flags: str) -> None:
        super().__init__(shlex.split(command), script, flags, with_errors=True)

    def take_lines(self) -> list[str]:
        """Lines printed since the last call."""
        return self.take_printed(settle=0)


class Tab(remote.Tab):
    """One session. `open` and `ask` return the seconds from the message to the end of the run."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.exceptions: list[str] = []
        # What `st.text` shows.
        self.texts: list[str] = []
        # When the last run ended, on the clock of `Server.started`.
        self.finished = 0.0

    def open(self) -> float:
        return self.ask(Request(WidgetStates()))

    def ask(self, request: Request) -> float:
        sent = self.send(request)
        frames, self.finished = self._receive_all()
        for frame in frames:
            self.apply(frame)
        self.frontend.mount()
        shown = [(node.type, node.proto) for _, node in self.frontend.page.nodes()]
        self.texts = [proto.text.body for kind, proto in shown if kind == "text"]
        failed = [proto.exception for kind, proto in shown if kind == "exception"]
        self.exceptions += [f"{each.type}: {each.message}" for each in failed]
        return self.finished - sent

    def _receive_all(self) -> tuple[list[bytes], float]:
        frames: list[bytes] = []
        end = 0.0
        while not end:
            frame = self.receive(120)
            if frame is None:
                raise TimeoutError("the server did not answer")
            if len(frame) < SHORT_FRAME and _is_end(frame):
                end = time.perf_counter()
            frames.append(frame)
        while (frame := self.receive(PAUSE_SECONDS)) is not None:
            frames.append(frame)
        return frames, end


def _is_end(frame: bytes) -> bool:
    message = ForwardMsg.FromString(frame)
    if message.WhichOneof("type") != "script_finished":
        return False
    return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
