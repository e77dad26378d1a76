"""Pages that are scripts of their own: `pages/`, `st.Page("file.py")`.

Streamlit executes such a page inside the run of the main script, in a new module. Here it has an
engine of its own, which takes the place of the main script's until the page ends.
"""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.engine import program
from lattice.adapter.engine.engines import running_engines
from lattice.adapter.engine.session import current, thread
from lattice.adapter.patch import Patches
from lattice.adapter.watch import sources

_patches = Patches()


class _Types:
    """The module `types` for Streamlit's pages: a page's module is the one of its engine."""

    def __getattr__(self, name: str) -> Any:
        return getattr(types, name)

    def ModuleType(self, name: str) -> types.ModuleType:  # noqa: N802
        fresh = types.ModuleType(name)
        prepared = thread.prepared
        return fresh if prepared is None else prepared.fresh_module(fresh)


def install() -> None:
    """See through pages. Does nothing the second time."""
    if _patches:
        return

    def was_compiled(code: Any, _: Any, path: str) -> Any:
        return None if code is None else _code_for(code, path)

    def will_run(*_: Any) -> None:
        effects = _core.active()
        if effects is not None:
            effects.block("it runs a page that is not seen through")

    def has_run(_: Any, page: Any) -> None:
        session = current()
        if session is not None and isinstance(page._page, Path) and _core.active() is None:
            session.page_ran()

    # Native hooks: a traceback through them has no frame of Lattice.
    _patches.wrap(
        compat.PagesManager,
        "get_page_script_byte_code",
        lambda original: _core.Hook(original, None, was_compiled, True),
    )
    _patches.wrap(
        compat.StreamlitPage, "run", lambda original: _core.Hook(original, will_run, has_run, True)
    )
    _patches.wrap(compat.page_module, "types", lambda _: _Types())


def uninstall() -> None:
    """Let pages run plain."""
    _patches.undo()


def _code_for(code: Any, path: str) -> Any:
    """Return guarded code for a page whose module is made next, or None for Streamlit's own."""
    thread.prepared = None
    engines = running_engines()
    # Inside a cell the page is part of what the cell does.
    if engines is None or _core.active() is not None:
        return None
    text = sources.text_of(code)
    if text is None:
        return _plain("the source of the page is not known")
    ready = program.load(path, text, compat.magic_enabled())
    if ready.code is None:
        return _plain(ready.reason)
    session = engines.session_for(ready, compat.active_script_hash())
    session.prepare()
    return ready.code


def _plain(reason: str | None) -> None:
    engines = running_engines()
    if engines is not None and engines.interaction is not None and current() is None:
        engines.interaction.plain = reason
