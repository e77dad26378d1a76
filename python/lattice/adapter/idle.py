"""Garbage collection while nobody waits.

Streamlit collects all garbage after each run, before the browser learns that the run is over: about
20 ms for the smallest page. The same collection here waits until the server was idle for a moment.
"""

from __future__ import annotations

import gc
import threading
import time

from streamlit import config

from lattice.adapter import settings
from lattice.adapter.trace import Interaction

# Seconds without an interaction after which a collection disturbs nobody.
_QUIET = 0.5
# Under steady load memory still has to be bounded: at the latest after this many runs.
_MOST_RUNS = 50


class IdleCollector:
    """Collects once after each burst of interactions, on a thread of its own."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._last = 0.0
        self._runs = 0
        self._started = False

    def start(self) -> None:
        """Take the place of the collection after each run, unless the user asked for it."""
        option = "runner.postScriptGC"
        if self._started or config.is_manually_set(option) or not config.get_option(option):
            return
        self._started = True
        config.set_option(option, False)
        settings.listen(self._ran)
        threading.Thread(target=self._collect, name="lattice-idle", daemon=True).start()

    def _ran(self, _: Interaction) -> None:
        with self._wake:
            self._last = time.monotonic()
            self._runs += 1
            self._wake.notify()

    def _collect(self) -> None:
        while True:
            with self._wake:
                while self._runs == 0:
                    self._wake.wait()
                rest = self._last + _QUIET - time.monotonic()
                if rest > 0 and self._runs < _MOST_RUNS:
                    self._wake.wait(rest)
                    continue
                self._runs = 0
            gc.collect()
