"""Every name of Streamlit's internals that Lattice uses, and the versions it was tested with.

Invariant: no other file of Lattice imports a private name of Streamlit.
"""

from __future__ import annotations

import streamlit
from streamlit import delta_generator, user_info
from streamlit.cursor import LockedCursor, RunningCursor, get_container_cursor
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import context_dg_stack
from streamlit.navigation import page as page_module
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session, dataframe_source_manager, fragment, media_file_manager
from streamlit.runtime.caching import cache_utils
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.runtime import Runtime, RuntimeConfig
from streamlit.runtime.scriptrunner import magic, script_cache, script_runner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    ThreadState,
    get_script_run_ctx,
)
from streamlit.runtime.scriptrunner_utils.thread_safe_set import ThreadSafeSet
from streamlit.runtime.secrets import Secrets
from streamlit.runtime.state.common import TESTING_KEY, WidgetMetadata
from streamlit.runtime.state.query_params import QueryParams
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState, WStates
from streamlit.runtime.state.session_state import Value as WidgetValue
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
    "ContextProxy",
    "DeltaGenerator",
    "ForwardMsg",
    "LockedCursor",
    "MemoryFragmentStorage",
    "PagesManager",
    "QueryParams",
    "RerunData",
    "RunningCursor",
    "Runtime",
    "SafeSessionState",
    "ScriptCache",
    "ScriptRunContext",
    "ScriptRunner",
    "Secrets",
    "SessionState",
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
    """Return the runtime of a process without a server, made when there is none."""
    if not Runtime.exists():
        Runtime(
            RuntimeConfig(
                script_path=path,
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


def trigger_id(identity: str, event: str) -> str:
    """Return the id under which a component reports an event."""
    from streamlit.components.v2.bidi_component.main import _make_trigger_id

    return _make_trigger_id(identity, event)


def app_session_of(session_id: str) -> app_session.AppSession | None:
    """Return the server's session, or None where no server runs or it is closed."""
    from streamlit.runtime import exists, get_instance

    # AppTest puts a stand-in for the server's runtime there while a script runs.
    manager = getattr(get_instance(), "_session_mgr", None) if exists() else None
    info = None if manager is None else manager.get_session_info(session_id)
    return None if info is None else info.session


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


def magic_enabled() -> bool:
    """Whether bare expressions are drawn."""
    from streamlit import config

    return bool(config.get_option("runner.magicEnabled"))
