"""A server process, and a browser tab that only measures.

A `Tab` stamps the frames of an answer as they arrive and looks into them only after the last one,
so the client's own work is not part of what is measured. It keeps no page: only which widgets were
drawn, the value each of them has, and whether an exception was shown.
"""

from __future__ import annotations

import http.client
import os
import shlex
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from widget import KINDS, TRIGGERS, Widget

# A `script_finished` frame is shorter than this; longer ones are not parsed while the clock runs.
SHORT_FRAME = 512
# A person is slower than this: what the server does after it has answered is not waited for.
PAUSE_SECONDS = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`COMMAND run SCRIPT` on a free port of this machine. Use as a context manager."""

    def __init__(self, command: str, script: Path, *flags: str) -> None:
        self.port = free_port()
        self.lines: list[str] = []
        arguments = ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        arguments += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        arguments += ["--server.fileWatcherType", "none", *flags]
        environment = dict(os.environ, PYTHONUNBUFFERED="1", PYTHONHASHSEED="0", MPLBACKEND="Agg")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [*shlex.split(command), "run", str(script), *arguments],
            cwd=script.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._wait_until_healthy(seconds=60.0)
        except BaseException:
            self.stop()
            raise

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.decode("utf-8", "replace").rstrip())

    def _wait_until_healthy(self, seconds: float) -> None:
        while not self._healthy():
            if self.process.poll() is not None:
                raise RuntimeError("the server ended:\n" + "\n".join(self.lines[-10:]))
            if time.perf_counter() - self.started > seconds:
                raise RuntimeError(f"the server did not answer within {seconds:.0f} s")
            time.sleep(0.005)

    def _healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def take_lines(self) -> list[str]:
        """Lines printed since the last call."""
        lines, self.lines = self.lines, []
        return lines

    def stop(self) -> None:
        for number, seconds in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            if self.process.poll() is not None:
                break
            os.killpg(self.process.pid, number)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        self._reader.join(1.0)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Tab:
    """One session. `open` and `send` return the seconds from the message to the end of the run."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.widgets: dict[str, Widget] = {}
        self.on_page: set[str] = set()
        self.exceptions: list[str] = []
        # What `st.text` drew in the last answer.
        self.texts: list[str] = []
        # When the last run ended, on the clock of `Server.started`.
        self.finished = 0.0
        self._pages: dict[str, str] = {}
        self._page = ""
        self._cached: dict[str, bytes] = {}
        self._socket: ClientConnection = connect(
            f"ws://127.0.0.1:{server.port}/_stcore/stream",
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],
            origin=f"http://127.0.0.1:{server.port}",
            max_size=None,
            compression=None,
            ping_interval=None,
        )

    def open(self) -> float:
        return self.send()

    def close(self) -> None:
        self._socket.close()

    def send(self, source: Widget | None = None, text: str = "", page: str | None = None) -> float:
        """Run the script with the present widget values.

        `source` is the widget that was used; a chat input is given `text`. `page` is the url path
        of the page to go to.
        """
        message = BackMsg()
        rerun = message.rerun_script
        if page is not None:
            self._page = self._pages[page]
        rerun.page_script_hash = self._page
        rerun.cached_message_hashes.extend(self._cached)
        rerun.context_info.timezone = "UTC"
        rerun.context_info.locale = "en-US"
        rerun.context_info.url = f"http://127.0.0.1:{self.server.port}/"
        rerun.widget_states.SetInParent()
        for identity in sorted(self.on_page):
            state = self.widgets[identity].state()
            if state is not None:
                rerun.widget_states.widgets.append(state)
        if source is not None:
            rerun.fragment_id = source.fragment
            if source.kind in TRIGGERS:
                rerun.widget_states.widgets.append(source.fired(text))
        payload = message.SerializeToString()
        start = time.perf_counter()
        self._socket.send(payload)
        frames, self.finished = self._receive()
        self._look_into(frames)
        return self.finished - start

    def _receive(self) -> tuple[list[bytes], float]:
        frames: list[bytes] = []
        end = 0.0
        while not end:
            frame = self._socket.recv(timeout=120, decode=False)
            if len(frame) < SHORT_FRAME and _is_end(frame):
                end = time.perf_counter()
            frames.append(frame)
        while True:
            try:
                frames.append(self._socket.recv(timeout=PAUSE_SECONDS, decode=False))
            except TimeoutError:
                return frames, end

    def _look_into(self, frames: list[bytes]) -> None:
        self.texts.clear()
        for frame in frames:
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "ref_hash":
                message = ForwardMsg.FromString(self._cached[message.ref_hash])
            elif message.metadata.cacheable and message.hash:
                self._cached[message.hash] = frame
            kind = message.WhichOneof("type")
            if kind == "new_session" and not message.metadata.run.fragment_ids:
                # An answer to the whole page, not a part of it: whatever stays is drawn again.
                self.on_page.clear()
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
                pages = message.navigation.app_pages
                self._pages = {p.url_pathname: p.page_script_hash for p in pages}
                self._pages[""] = next(p.page_script_hash for p in pages if p.is_default)
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._drawn(message)

    def _drawn(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.exceptions.append(f"{element.exception.type}: {element.exception.message}")
        if kind == "text":
            self.texts.append(element.text.body)
        if kind not in KINDS:
            return
        proto = getattr(element, kind)
        if not proto.id:
            return
        known = self.widgets.get(proto.id)
        widget = Widget(kind, proto, message.delta.fragment_id)
        if known is not None and not getattr(proto, "set_value", False):
            widget.value, widget.waiting = known.value, known.waiting
        self.widgets[proto.id] = widget
        self.on_page.add(proto.id)

    def find(self, name: str) -> Widget | None:
        """The widget on the page with this key or label."""
        for identity in self.on_page:
            widget = self.widgets[identity]
            if name in (widget.key, widget.label):
                return widget
        return None

    def has_page(self, page: str) -> bool:
        return page in self._pages

    def press(self, button: Widget) -> float:
        """Press a button; a submit button first hands over what was filled in."""
        if button.form:
            for identity in self.on_page:
                widget = self.widgets[identity]
                if widget.form == button.form and widget.waiting is not None:
                    widget.value, widget.waiting = widget.waiting, None
        return self.send(button)


def _is_end(frame: bytes) -> bool:
    message = ForwardMsg.FromString(frame)
    if message.WhichOneof("type") != "script_finished":
        return False
    return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
