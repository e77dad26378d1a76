"""Modules of the project: code beside the script, whose state and effects are the script's."""

from __future__ import annotations

import os
import sys
import types
from contextlib import suppress

from lattice import _core

_hazards: dict[tuple[str, float], str] = {}


def texts(directory: str) -> list[str]:
    """Return the texts of the project's modules that are imported."""
    found: list[str] = []
    for module in list(sys.modules.values()):
        path = path_in(module, directory) if isinstance(module, types.ModuleType) else None
        if path is None:
            continue
        with suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
            found.append(file.read())
    return found


def hazard(module: types.ModuleType, directory: str) -> str | None:
    """Return None for a library; "" for a project module that may be skipped over; else why not.

    Parameters
    ----------
    module : any imported module
    directory : the folder of the script
    """
    path = path_in(module, directory)
    if path is None:
        return None
    return _own_hazard(path) or _imported_hazard(module, directory, {path})


def path_in(module: types.ModuleType, directory: str) -> str | None:
    """Return the file of a module of the project; None for a library."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or not file.endswith(".py"):
        return None
    path = os.path.abspath(file)
    inside = path.startswith(os.path.join(directory, ""))
    installed = "site-packages" in path or "dist-packages" in path
    in_python = path.startswith(os.path.join(sys.prefix, "")) and sys.prefix != directory
    return path if inside and not installed and not in_python else None


def _own_hazard(path: str) -> str:
    try:
        key = (path, os.stat(path).st_mtime)
        if key not in _hazards:
            with open(path, "rb") as file:
                found = _core.module_hazards(file.read(), path)
            name = os.path.basename(path)
            _hazards[key] = f"is of {name}, which {found[0]}" if found else ""
        return _hazards[key]
    except OSError:
        return f"is of {os.path.basename(path)}, which cannot be read"


def _imported_hazard(module: types.ModuleType, directory: str, seen: set[str]) -> str:
    """Look into the project modules that a project module has imported, names included."""
    for value in list(vars(module).values()):
        name = value.__name__ if isinstance(value, types.ModuleType) else None
        name = name or getattr(value, "__module__", None)
        imported = sys.modules.get(name) if isinstance(name, str) else None
        path = path_in(imported, directory) if imported is not None else None
        if imported is None or path is None or path in seen:
            continue
        seen.add(path)
        found = _own_hazard(path) or _imported_hazard(imported, directory, seen)
        if found:
            return found
    return ""
