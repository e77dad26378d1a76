"""Every name of Streamlit's internals that Lattice uses, and the versions it was tested with.

Invariant: no other file of Lattice imports a private name of Streamlit.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import streamlit
from streamlit import delta_generator, user_info
from streamlit.cursor import LockedCursor, RunningCursor, get_container_cursor
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import context_dg_stack
from streamlit.navigation import page as page_module
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session, dataframe_source_manager, fragment, media_file_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.caching import cache_utils
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.runtime import Runtime, RuntimeConfig
from streamlit.runtime.scriptrunner import magic, script_cache, script_runner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.run_descriptor import RunDescriptor
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    ThreadState,
    _thread_state,
    get_script_run_ctx,
)
from streamlit.runtime.scriptrunner_utils.thread_safe_set import ThreadSafeSet
from streamlit.runtime.secrets import Secrets
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.state.common import TESTING_KEY, WidgetMetadata
from streamlit.runtime.state.query_params import QueryParams
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState, WStates
from streamlit.runtime.state.session_state import Value as WidgetValue
from streamlit.signal_util import Signal
from streamlit.web.server.starlette import starlette_server

TESTED_VERSIONS = ("1.67.0",)

# The names of the sets of `SharedRunState` in which a run notes what it has created.
SEED_SETS = (
    "widget_ids_this_run",
    "widget_user_keys_this_run",
    "form_ids_this_run",
    "new_fragment_ids",
)

# The properties of `st.context`.
CONTEXT_FIELDS = (
    "headers",
    "cookies",
    "theme",
    "timezone",
    "timezone_offset",
    "locale",
    "url",
    "ip_address",
    "is_embedded",
)

# Containers whose `with` does more than choose where elements go.
STATEFUL_CONTAINERS = ("StatusContainer", "Dialog")


def version_note() -> str | None:
    """Say why this Streamlit cannot be driven incrementally, or None when it can."""
    if streamlit.__version__ in TESTED_VERSIONS:
        return None
    tested = ", ".join(TESTED_VERSIONS)
    return (
        f"Streamlit {streamlit.__version__} is not in the tested table ({tested}): "
        "scripts run in full, as Streamlit runs them. "
        f'To have them run incrementally: pip install "streamlit=={TESTED_VERSIONS[-1]}"'
    )


__all__ = [
    "CONTEXT_FIELDS",
    "SEED_SETS",
    "STATEFUL_CONTAINERS",
    "TESTED_VERSIONS",
    "TESTING_KEY",
    "AppSession",
    "ContextProxy",
    "DeltaGenerator",
    "ForwardMsg",
    "LockedCursor",
    "MemoryFragmentStorage",
    "PagesManager",
    "QueryParams",
    "RerunData",
    "RunDescriptor",
    "RunningCursor",
    "Runtime",
    "SafeSessionState",
    "ScriptCache",
    "ScriptRunContext",
    "ScriptRunner",
    "ScriptRunnerEvent",
    "Secrets",
    "SessionState",
    "Signal",
    "StreamlitPage",
    "ThreadSafeSet",
    "WStates",
    "WidgetMetadata",
    "WidgetValue",
    "app_session",
    "cache_utils",
    "context_dg_stack",
    "dataframe_source_manager",
    "delta_generator",
    "fragment",
    "get_container_cursor",
    "get_script_run_ctx",
    "magic",
    "media_file_manager",
    "page_module",
    "script_cache",
    "script_runner",
    "starlette_server",
    "user_info",
    "version_note",
]


def media_manager() -> media_file_manager.MediaFileManager | None:
    """Return the file server's table of media, or None where no server runs."""
    from streamlit.runtime import exists, get_instance

    return get_instance().media_file_mgr if exists() else None


def runtime_instance() -> Runtime:
    """Return the server's runtime."""
    return Runtime.instance()


def make_runtime(path: str) -> Runtime:
    """Return the runtime of a process without a server, made when there is none.

    Caches that would be kept on disk are not: nobody else sees them.
    """
    from streamlit.runtime.caching.storage import dummy_cache_storage

    if not Runtime.exists():
        Runtime(
            RuntimeConfig(
                script_path=path,
                cache_storage_manager=dummy_cache_storage.MemoryCacheStorageManager(),
                media_file_storage=MemoryMediaFileStorage("/media"),
                uploaded_file_manager=MemoryUploadedFileManager("/_stcore/upload_file"),
            )
        )
    return Runtime.instance()


def compile_error_message(error: BaseException) -> ForwardMsg:
    """Return what a server sends for a script that does not compile."""
    from streamlit.elements import exception

    message = ForwardMsg()
    exception.marshall(message.session_event.script_compilation_exception, error)
    return message


def cache_tables() -> tuple[Any, Any]:
    """Return what holds the values of `cache_data` and of `cache_resource`."""
    from streamlit.runtime.caching import cache_data_api, cache_resource_api

    return cache_data_api._data_caches, cache_resource_api._resource_caches


def copy_state(source: SessionState, target: SessionState) -> None:
    """Give a session's state the values of another one's, which it does not share."""
    memo: dict[int, Any] = {}
    for name in ("_new_session_state", "_old_state"):
        setattr(target, name, copy.deepcopy(getattr(source, name), memo))
    target._new_widget_state = WStates(
        dict(source._new_widget_state.states), dict(source._new_widget_state.widget_metadata)
    )
    target._key_id_mapper = copy.deepcopy(source._key_id_mapper)


def set_option(name: str, *, value: object) -> None:
    """Choose a setting of Streamlit for this process."""
    from streamlit import config

    config.set_option(name, value)


def trigger_id(identity: str, event: str) -> str:
    """Return the id under which a component reports an event."""
    from streamlit.components.v2.bidi_component.main import _make_trigger_id

    return _make_trigger_id(identity, event)


def app_session_of(session_id: str) -> app_session.AppSession | None:
    """Return the server's session, or None where no server runs or it is closed."""
    info = _info_of(session_id)
    return None if info is None else info.session


def _info_of(session_id: str) -> SessionInfo | None:
    """Return what the server knows of a session."""
    from streamlit.runtime import exists, get_instance

    # AppTest puts a stand-in for the server's runtime there while a script runs.
    manager = getattr(get_instance(), "_session_mgr", None) if exists() else None
    return None if manager is None else manager.get_session_info(session_id)


def session_served_by(runner: ScriptRunner) -> app_session.AppSession | None:
    """Return the server's session that listens to a runner, or None where no server does."""
    receivers = runner.on_event._get_live_receivers()
    owners = [getattr(receiver, "__self__", None) for receiver in receivers]
    alone = len(owners) == 1 and isinstance(owners[0], AppSession)
    return owners[0] if alone else None


def listen_instead(runner: ScriptRunner, signal: Signal) -> None:
    """Put a signal in the place of a runner's own, with the same receivers."""
    for receiver in runner.on_event._get_live_receivers():
        signal.connect(receiver)
    runner.on_event = signal


def client_of(session: app_session.AppSession) -> Any:
    """Return the connection to the session's browser, or None."""
    info = _info_of(session.id)
    return None if info is None else info.client


def is_current_runner(session: app_session.AppSession, runner: Any) -> bool:
    """Whether the session listens to this runner's events; asked on the event loop.

    A runner that has ended and was not replaced counts: all its events were taken.
    """
    return session._scriptrunner is runner or session._scriptrunner is None


def call_soon(session: app_session.AppSession, callback: Callable[[], None]) -> None:
    """Call on the event loop, after the events sent so far."""
    session._call_soon_on_event_loop(callback)


def call_later(
    session: app_session.AppSession, seconds: float, callback: Callable[[], None]
) -> None:
    """Call on the event loop after a while."""

    def wait() -> None:
        session._event_loop.call_later(seconds, callback)

    session._call_soon_on_event_loop(wait)


def handle_together(
    session: app_session.AppSession, runner: Any, events: list[dict[str, Any]]
) -> None:
    """Let the session handle events of its runner in one step of the event loop.

    One that fails does not keep back the others, as in steps of their own.
    """
    loop = session._event_loop

    def handle() -> None:
        for event in events:
            try:
                session._handle_scriptrunner_event_on_event_loop(runner, **event)
            except Exception as error:
                loop.call_exception_handler({"message": "an event failed", "exception": error})

    session._call_soon_on_event_loop(handle)


def is_script_running(session: app_session.AppSession) -> bool:
    """Whether the session's script runs now; asked on the event loop."""
    return bool(session._state == app_session.AppSessionState.APP_IS_RUNNING)


def request_rerun(session: app_session.AppSession) -> None:
    """Run the session's script again as it is: same page, same query, same widgets.

    Widget states are left out, because a click that is under way may know newer ones. Called on the
    event loop, when no script runs.
    """
    known = session._client_state
    data = RerunData(
        query_string=known.query_string,
        page_script_hash=known.page_script_hash,
        page_name=known.page_name,
        context_info=known.context_info if known.HasField("context_info") else None,
    )
    runner = session._scriptrunner
    if runner is None or not runner.request_rerun(data):
        session._create_scriptrunner(data)


def cache_clearers() -> tuple[type, ...]:
    """Return the classes whose `clear` empties caches: of one function, and of all."""
    from streamlit.runtime.caching.cache_data_api import CacheDataAPI
    from streamlit.runtime.caching.cache_resource_api import CacheResourceAPI

    return (CacheDataAPI, CacheResourceAPI, cache_utils.CachedFunc)


def uses_pages_directory() -> bool:
    """Whether the app is of the older kind, with a `pages/` folder."""
    return bool(PagesManager.uses_pages_directory)


def context_proxy() -> ContextProxy:
    """Return `st.context`."""
    return streamlit.context


def secrets() -> Secrets:
    """Return `st.secrets`."""
    return streamlit.secrets


def is_parallel_worker() -> bool:
    """Whether this thread runs a parallel fragment."""
    try:
        return bool(ThreadState.get().is_parallel_worker)
    except RuntimeError:
        return False


def fragment_id() -> str | None:
    """Return the id of the fragment that runs on this thread."""
    return ThreadState.get().fragment_id


def active_script_hash() -> str:
    """Return Streamlit's name of the page that runs on this thread."""
    return ThreadState.get().active_script_hash


def drawing_scope() -> tuple[str, str | None]:
    """Return what Streamlit adds to messages and ids: the page and the fragment."""
    state = ThreadState.get()
    return state.active_script_hash, state.fragment_id


def scope_variables() -> tuple[ContextVar[Any], ContextVar[Any]]:
    """Return the variables of the containers around plain calls, and of the drawing scope."""
    return context_dg_stack._ensure_context_var(), _thread_state


def magic_enabled() -> bool:
    """Whether bare expressions are drawn."""
    from streamlit import config

    return bool(config.get_option("runner.magicEnabled"))
