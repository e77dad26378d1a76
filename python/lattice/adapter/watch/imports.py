"""Imports that cells make, and what was loaded for each module of the project.

After a save Streamlit forgets the project's modules, and the script imports them again. A module
whose code, and the code it uses, is the same is then the same module for the cells that read it.
"""

from __future__ import annotations

import builtins
import hashlib
import importlib.machinery
import marshal
import os
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, ModuleType
from typing import Any, NamedTuple

from lattice import _core
from lattice.adapter.engine import modules
from lattice.adapter.patch import Patches

# The first part of the key of a read: a module by its name.
KIND = "module"

_patches = Patches()
# One key for each module, so that a cell notes it once.
_keys: dict[str, tuple[str, str]] = {}


class _Loaded(NamedTuple):
    """The code that a module was made from, and the names in it."""

    digest: str
    names: frozenset[str]


_loaded: dict[str, _Loaded] = {}


def install() -> None:
    """Watch imports. Does nothing the second time."""
    if _patches:
        return
    # Native hooks: import errors must show no frame of Lattice.
    _patches.wrap(
        builtins, "__import__", lambda original: _core.Hook(original, None, _was_imported, False)
    )
    loader = importlib.machinery.SourceFileLoader
    owner = next(base for base in loader.__mro__ if "get_code" in vars(base))
    _patches.wrap(owner, "get_code", lambda original: _core.Hook(original, None, _was_loaded, True))


def uninstall() -> None:
    """Stop watching."""
    _patches.undo()


def token(module: ModuleType, directory: str) -> str:
    """Return text that is equal for equal code of a module and all it uses; "" when unknown.

    Parameters
    ----------
    module : a module of the project
    directory : the folder of the script
    """
    parts: list[str] = []
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop().__name__
        if name in seen:
            continue
        seen.add(name)
        found = _loaded.get(name)
        present = sys.modules.get(name)
        spec = getattr(present, "__spec__", None)
        if found is None or present is None or getattr(spec, "_initializing", False):
            return ""
        parts.append(f"{name} {found.digest}")
        waiting += _used(name, found.names, directory)
    return "; ".join(sorted(parts)) if sys.modules.get(module.__name__) is module else ""


def _used(name: str, names: frozenset[str], directory: str) -> Iterator[ModuleType]:
    """Find the project's modules that code may reach by one of its names; rather too many."""
    for other, module in list(sys.modules.items()):
        inside = other.startswith(f"{name}.")
        named = other in names or other.rpartition(".")[2] in names
        is_module = (inside or named) and isinstance(module, ModuleType)
        if is_module and modules.path_in(module, directory) is not None:
            yield module


def _names_of(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for name in code.co_names:
        yield from name.split(".")
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_of(constant)


def _was_loaded(code: CodeType | None, loader: Any, name: str) -> None:
    effects = _core.active()
    if effects is not None:
        # The next import finds the module and does not run its code again.
        effects.filled = True
    path = getattr(loader, "path", "")
    library = "site-packages" in path or path.startswith((sys.base_prefix, sys.prefix))
    if code is None or (library and os.path.dirname(path) != os.getcwd()):
        _loaded.pop(name, None)
        return
    # Version 2 depends on nothing but the content.
    digest = hashlib.blake2b(marshal.dumps(code, 2), digest_size=16).hexdigest()
    _loaded[name] = _Loaded(digest, frozenset(_names_of(code)))


def _was_imported(  # noqa: PLR0917
    result: Any,
    name: str,
    globals: Mapping[str, Any] | None = None,
    locals: Any = None,
    fromlist: Sequence[str] | None = None,
    level: int = 0,
) -> None:
    """Note what a cell imports of the project: it may be another module after the next save.

    The parameters are those of `__import__`, which libraries also give by name.
    """
    effects = _core.active()
    if effects is None:
        return
    if result is None:
        importer = (globals or {}).get("__name__")
        if importer == "__main__" or importer in _loaded:
            effects.block(f"`{name}` cannot be imported")
        return
    if level:
        package = str((globals or {}).get("__package__") or "").rsplit(".", level - 1)[0]
        name = f"{package}.{name}" if name else package
    for found in (name, *(f"{name}.{part}" for part in fromlist or ())):
        module = sys.modules.get(found) if found in _loaded else None
        if isinstance(module, types.ModuleType) and effects.session.is_of_project(module):
            _core.note_external(_keys.setdefault(found, (KIND, found)), module)
