"""The walk as tests see it: the module `_walktest` of a build folder, and a zoo of values."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def load_walktest() -> Any:
    """Find the test module in `LATTICE_BUILD` or in any build folder."""
    named = os.environ.get("LATTICE_BUILD")
    # A module built with sanitizers loads only where they are.
    plain = [p for p in (ROOT / "build").glob("*") if p.is_dir() and "asan" not in p.name]
    folders = [Path(named)] if named else plain
    found = [file for folder in folders for file in (folder / "out").glob("_walktest*.so")]
    if not found:
        pytest.skip("the module _walktest is not built", allow_module_level=True)
    newest = max(found, key=lambda file: file.stat().st_mtime)
    sys.path.insert(0, str(newest.parent))
    return importlib.import_module("_walktest")


walktest = load_walktest()
policy = walktest.Policy(script=sys.modules["__main__"].__dict__)


def walk(*roots: Any) -> Any:
    """Walk with a policy to which no module is the project's."""
    return policy.walk(*roots)


def state(*roots: Any) -> tuple[bytes, list[int]]:
    """What tells that something changed: digest and reach."""
    seen = walk(*roots)
    assert not seen.opaque, seen.why
    return seen.digest, seen.reach


def digest(*roots: Any) -> bytes:
    return state(*roots)[0]


class Box:
    def __init__(self, value: Any = None) -> None:
        self.value = value
