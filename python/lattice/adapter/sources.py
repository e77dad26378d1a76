"""The text behind each compiled script, so that code and plan are always of one text."""

from __future__ import annotations

import threading
from types import CodeType
from typing import Any

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

    def opening(original: Any) -> Any:
        def open_python_file(path: str) -> Any:
            file = original(path)
            _reading.text = file.read()
            file.seek(0)
            return file

        return open_python_file

    def compiling(original: Any) -> Any:
        def get_bytecode(self: Any, path: str) -> Any:
            _reading.text = None
            code = original(self, path)
            if _reading.text is not None:
                _texts[id(code)] = (code, _reading.text)
                while len(_texts) > _MOST_TEXTS:
                    del _texts[next(iter(_texts))]
            return code

        return get_bytecode

    _patches.wrap(compat.script_cache, "open_python_file", opening)
    _patches.wrap(compat.ScriptCache, "get_bytecode", compiling)


def uninstall() -> None:
    """Stop watching."""
    _patches.undo()


def text_of(code: CodeType) -> str | None:
    """Return the source of a code object that Streamlit compiled, or None."""
    kept = _texts.get(id(code))
    return kept[1] if kept is not None else None
