"""Scripts in a server process, through the websocket that a browser would open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from lattice.browser.canonical import Canonical
from lattice.browser.frontend import Frontend, ImpossibleStepError, Request
from lattice.browser.step import Step
from lattice.browser.upload import File
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Dataframe_pb2 import SortState
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.sync.client import ClientConnection, connect

from driver.engine import lattice_command, stock_command
from driver.server import Server
from driver.upload import put_file
from driver.walk import (
    App,
    Difference,
    Recording,
    State,
    first_difference,
    record_steps,
    record_walk,
)

_RUN_TIMEOUT = 60.0
# How long a server may take to answer at all, and how long a tab listens after a run has ended.
_ANSWER_TIMEOUT = 20.0
_QUIET = 0.05
_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Tab:
    """One browser tab: a websocket and the frontend behind it."""

    def __init__(self, server: Server, cookies: Mapping[str, str] | None = None) -> None:
        self.frontend = Frontend(self._upload)
        self._cookies = dict(cookies or {})
        self._answers: list[BackendOperationResponse] = []
        self.session_id = ""
        # Where `st.login` or `st.logout` sent the browser.
        self.redirect = ""
        # How long the last run took, in seconds, from the request to its end as seen here.
        self.seconds = 0.0
        self._sent = 0.0
        self._server = server
        self._uploads: list[FileURLs] = []
        self._cache: dict[str, ForwardMsg] = {}
        self._connection = ExitStack()
        self._socket = self._connect()

    def send(self, request: Request) -> float:
        """Asks for a run; when the request left, on the clock of `time.perf_counter`."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self.frontend.page.query
        rerun.page_script_hash = request.page
        rerun.fragment_id = request.fragment
        rerun.is_auto_rerun = request.is_timer
        rerun.is_history_navigation = request.is_history
        rerun.widget_states.CopyFrom(request.widgets)
        rerun.cached_message_hashes.extend(self._cache)
        context = rerun.context_info
        context.timezone, context.locale, context.color_scheme = "UTC", "en-US", "light"
        context.url = f"http://127.0.0.1:{self._server.port}/"
        payload = message.SerializeToString()
        self._sent = time.perf_counter()
        self._socket.send(payload)
        return self._sent

    def send_stop(self) -> None:
        """The stop button."""
        self._socket.send(BackMsg(stop_script=True).SerializeToString())

    def listen(self, patience: float) -> None:
        """Applies one message, if one comes in time."""
        self._receive(patience)

    def download(self, file_id: str) -> str:
        """Asks for a file that is made on demand, as a click on its button does; its address."""
        request = BackendOperationRequest(request_id=file_id)
        request.deferred_file.file_id = file_id
        return self._ask(request).deferred_file.url

    def load_rows(self, source: str, first: int, count: int, sort: str = "") -> bytes:
        """Asks for rows of a table that does not hold all of them; Arrow's bytes, or the error."""
        request = BackendOperationRequest(request_id=f"{source} {first} {sort}")
        chunk = request.dataframe_chunk
        chunk.source_id, chunk.offset, chunk.limit = source, first, count
        if sort:
            chunk.sort.column, chunk.sort.direction = sort, SortState.DESCENDING
        answer = self._ask(request)
        return answer.error_msg.encode() or answer.dataframe_chunk.arrow_data.data

    def _ask(self, request: BackendOperationRequest) -> BackendOperationResponse:
        """What the server answers to a request that runs no script."""
        request.session_id = self.session_id
        self._answers.clear()
        self._socket.send(BackMsg(backend_operation_request=request).SerializeToString())
        deadline = time.monotonic() + _ANSWER_TIMEOUT
        while not self._answers:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the server did not answer to {request}")
            self._receive(0.2)
        return self._answers[0]

    def send_clear_cache(self) -> None:
        self._socket.send(BackMsg(clear_cache=True).SerializeToString())

    def _upload(self, files: Sequence[tuple[str, str]]) -> list[File]:
        """Asks for addresses and sends the files there, as the browser does."""
        if not files:
            return []
        message = BackMsg()
        message.file_urls_request.request_id = "upload"
        message.file_urls_request.session_id = self.session_id
        message.file_urls_request.file_names.extend(name for name, _ in files)
        self._uploads.clear()
        self._socket.send(message.SerializeToString())
        deadline = time.monotonic() + _ANSWER_TIMEOUT
        while not self._uploads:
            if time.monotonic() > deadline:
                raise TimeoutError("the server gave no address for an upload")
            self._receive(0.2)
        sent = []
        for (name, content), urls in zip(files, self._uploads, strict=True):
            put_file(self._server.port, urls.upload_url, name, content)
            sent.append(File(name, content, urls))
        return sent

    def wait_for_run(self, quiet: float = _QUIET) -> str | None:
        """Applies messages until the server is idle again; what went wrong, None if nothing."""
        deadline = time.monotonic() + _RUN_TIMEOUT
        heard = finished = idle = False
        while time.monotonic() < deadline:
            patience = quiet if finished and idle else _ANSWER_TIMEOUT
            patience = deadline - time.monotonic() if heard and not finished else patience
            message = self._receive(patience)
            if message is None:
                if finished:
                    self.frontend.mount()
                    return None
                return "the run did not finish" if heard else "the server did not answer"
            heard = True
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
                finished = False
            elif kind == "script_finished":
                finished = message.script_finished != _EARLY
                self.seconds = time.perf_counter() - self._sent
            elif kind == "session_status_changed":
                idle = not message.session_status_changed.script_is_running
        return "the run did not finish"

    def wait_for_edit(self) -> None:
        """Until the server has noticed that the script was edited."""
        deadline = time.monotonic() + _RUN_TIMEOUT
        while not self.frontend.page.is_changed_on_disk:
            if time.monotonic() > deadline:
                raise TimeoutError("the server did not notice the edit")
            self._receive(0.2)

    def reconnect(self) -> None:
        """Loses the connection and comes back as the same session, as after a network failure."""
        self.disconnect()
        self._socket = self._connect()

    def disconnect(self) -> None:
        self._connection.close()

    def close(self) -> None:
        self._connection.close()

    def _connect(self) -> ClientConnection:
        # The third protocol names the session to come back to.
        token = self._cookies.get("_streamlit_xsrf", "no-auth-token")
        protocols = ["streamlit", token, *([self.session_id] * bool(self.session_id))]
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        opening = connect(
            f"ws://127.0.0.1:{self._server.port}/_stcore/stream",
            subprotocols=protocols,
            origin=f"http://127.0.0.1:{self._server.port}",
            additional_headers={"Cookie": cookies} if cookies else None,
            max_size=None,
            compression=None,
            open_timeout=20,
            ping_interval=None,
        )
        return self._connection.enter_context(opening)

    def _receive(self, patience: float) -> ForwardMsg | None:
        raw = self.receive(patience)
        return None if raw is None else self.apply(raw)

    def receive(self, patience: float) -> bytes | None:
        """The next frame as it came, None if there is none in time."""
        try:
            raw = self._socket.recv(timeout=max(0.0, patience))
        except TimeoutError:
            return None
        return raw if isinstance(raw, bytes) else raw.encode()

    def apply(self, raw: bytes) -> ForwardMsg:
        """What a frame says, which the page shows from now on."""
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "ref_hash":
            known = self._cache.get(message.ref_hash)
            if known is None:
                self.frontend.refused.append("a reference to a message this tab does not hold")
                return message
            whole = ForwardMsg()
            whole.CopyFrom(known)
            whole.metadata.CopyFrom(message.metadata)
            message = whole
        elif message.metadata.cacheable and message.hash:
            self._cache[message.hash] = message
        elif message.WhichOneof("type") == "file_urls_response":
            self._uploads = list(message.file_urls_response.file_urls)
        elif message.WhichOneof("type") == "backend_operation_response":
            self._answers.append(message.backend_operation_response)
        elif message.WhichOneof("type") == "auth_redirect":
            self.redirect = message.auth_redirect.url
        self.frontend.apply(message)
        return message


class ServedApp:
    """Sessions of the script behind `server`, one tab open; the server outlives it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._canonical = Canonical(exact=False, media=self._media)
        self._tabs: list[Tab] = []
        self.open_tab()

    @property
    def origin(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self._server.port}"

    def open_tab(self, cookies: Mapping[str, str] | None = None) -> None:
        """Opens another tab, a session of its own; steps go to it from now on."""
        self._tabs.append(Tab(self._server, cookies))
        self.tab = self._tabs[-1]

    def switch_tab(self, number: int) -> None:
        self.tab = self._tabs[number]

    @property
    def frontend(self) -> Frontend:
        return self.tab.frontend

    def start(self) -> State:
        self._server.take_printed()
        self.tab.send(Request(WidgetStates()))
        return self._state(self.tab.wait_for_run())

    def do(self, step: Step) -> State:
        try:
            request = self._reload(step) if step.verb == "reload" else self.frontend.act(step)
        except ImpossibleStepError as why:
            return self._state(str(why))
        return self._state(None) if request is None else self.ask(request)

    def ask(self, request: Request) -> State:
        """Sends a request that no step describes."""
        self.tab.send(request)
        return self._state(self.tab.wait_for_run())

    def _reload(self, step: Step) -> Request:
        """F5, or another query typed into the address bar: a new session in place of the old."""
        script = self.frontend.page.script
        self._tabs.remove(self.tab)
        self.tab.close()
        self.open_tab()
        self.frontend.page.query = step.target
        return Request(WidgetStates(), page=script)

    def take_printed(self) -> list[str]:
        """Lines printed since the last state."""
        return self._server.take_printed()

    def shown(self) -> dict[str, Any]:
        """The page at this moment."""
        return self._canonical.page(self.frontend)

    def wait(self, quiet: float = 0.5) -> State:
        """The page when nothing runs any more."""
        return self._state(self.tab.wait_for_run(quiet))

    def do_at_once(self, steps: Sequence[Step]) -> State:
        """Takes all steps without waiting for answers, as a user who clicks fast."""
        for step in steps:
            request = self.frontend.act(step)
            if request is not None:
                self.tab.send(request)
        return self._state(self.tab.wait_for_run(quiet=0.5))

    def close(self) -> None:
        for tab in self._tabs:
            tab.close()

    def get(self, path: str) -> tuple[int, bytes]:
        """What the server answers to a plain request."""
        return self._server.get(path)

    def session_state(self) -> dict[str, Any] | None:
        """None: a browser does not see it."""
        return None

    def _state(self, error: str | None) -> State:
        page = self._canonical.page(self.frontend)
        self.frontend.page.one_shots.clear()
        self.frontend.refused.clear()
        printed = [self._canonical.text(line) for line in self._server.take_printed()]
        return State(page, printed, self.session_state(), error)

    def _media(self, url: str) -> bytes:
        status, body = self._server.get(url)
        return body if status == 200 else f"status {status}".encode()


class RemoteApp(ServedApp):
    """The script at `path` behind a server of its own."""

    def __init__(self, command: Sequence[str], path: Path, flags: Sequence[str] = ()) -> None:
        server = Server(command, path.resolve(), flags)
        try:
            super().__init__(server)
        except Exception:
            server.stop()
            raise

    def close(self) -> None:
        super().close()
        self._server.stop()


def compare_served_walk(path: Path, count: int, seed: int) -> Difference | None:
    """The steps that stock chooses are taken on Lattice while stock chooses the next ones."""
    steps: SimpleQueue[Step | None] = SimpleQueue()
    return _compare_served(
        path,
        lambda app: record_walk(app, count, seed, told=steps.put),
        iter(steps.get, None),
        ended=lambda: steps.put(None),
    )


def compare_served_steps(path: Path, steps: Sequence[Step]) -> Difference | None:
    return _compare_served(path, lambda app: record_steps(app, steps), steps)


def _compare_served(
    path: Path,
    record: Callable[[App], Recording],
    steps: Iterable[Step],
    ended: Callable[[], None] = lambda: None,
) -> Difference | None:
    # Most of the time a server starts or waits for its browser, so both work at the same time.
    with ThreadPoolExecutor(1) as pool:
        lattice = pool.submit(
            _recorded, lattice_command(), path, lambda app: record_steps(app, steps)
        )
        try:
            stock = _recorded(stock_command(), path, record)
        finally:
            ended()
        return first_difference(stock, lattice.result())


def _recorded(command: Sequence[str], path: Path, record: Callable[[App], Recording]) -> Recording:
    app = RemoteApp(command, path)
    try:
        return record(app)
    finally:
        app.close()
