"""The text behind each compiled script, so that code and plan are always of one text."""

from __future__ import annotations

import threading
from contextlib import suppress
from types import CodeType
from typing import Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.patch import Patches

# Scripts and pages of one process are few; edits make new texts, of which the latest ones matter.
_MOST_TEXTS = 256

_patches = Patches()
_reading = threading.local()
_texts: dict[int, tuple[CodeType, str]] = {}


def install() -> None:
    """Watch what Streamlit's script cache reads and compiles. Does nothing the second time."""
    if _patches:
        return

    # Native hooks: a compile error must show no frame of Lattice.
    def was_opened(file: Any, path: str) -> None:
        if file is None:
            return
        # Bytes that cannot be decoded are Streamlit's to report.
        with suppress(UnicodeError):
            _reading.text = file.read()
        file.seek(0)

    def will_compile(cache: Any, path: str) -> None:
        _reading.text = None

    def was_compiled(code: Any, cache: Any, path: str) -> None:
        if code is None or _reading.text is None:
            return
        _texts[id(code)] = (code, _reading.text)
        while len(_texts) > _MOST_TEXTS:
            del _texts[next(iter(_texts))]

    _patches.wrap(
        compat.script_cache,
        "open_python_file",
        lambda original: _core.Hook(original, None, was_opened, True),
    )
    _patches.wrap(
        compat.ScriptCache,
        "get_bytecode",
        lambda original: _core.Hook(original, will_compile, was_compiled, True),
    )


def uninstall() -> None:
    """Stop watching."""
    _patches.undo()


def text_of(code: CodeType) -> str | None:
    """Return the source of a code object that Streamlit compiled, or None."""
    kept = _texts.get(id(code))
    return kept[1] if kept is not None else None
