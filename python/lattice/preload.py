"""Starts Python anew with the library that watches native code (python/preload), on Linux."""

from __future__ import annotations

import os
import sys
from pathlib import Path

LIBRARY = "liblattice_sense.so"
# Set for the new process alone: it must not start itself once more.
_STARTED = "LATTICE_PRELOADED"
# `0`: native code is not watched.
_WANTED = "LATTICE_SENSE"


def start_anew() -> None:
    """Become the same command with the library preloaded; return if it is, or cannot be.

    Nothing of it is left in `os.environ`: the library gives `LD_PRELOAD` its old value back before
    Python reads the environment.
    """
    if os.environ.pop(_STARTED, None) is not None:
        return
    library = Path(__file__).with_name(LIBRARY)
    before = os.environ.get("LD_PRELOAD")
    # A sanitizer's library has to be the first one.
    sanitized = before is not None and "san" in before
    # A preload list is split at blanks and colons.
    strange = any(mark in str(library) for mark in " :")
    wanted = os.environ.get(_WANTED, "1") != "0" and sys.platform == "linux"
    if not wanted or sanitized or strange or not library.is_file() or not sys.executable:
        return
    variables = dict(os.environ)
    variables["LD_PRELOAD"] = str(library) if before is None else f"{library}:{before}"
    variables[_STARTED] = "1"
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], variables)
    except OSError:
        return
