"""Lattice under `streamlit.testing.v1.AppTest`.

Example
-------
>>> from lattice import apptest
>>> trace = []
>>> with apptest.enabled(trace):
...     at = AppTest.from_file("app.py").run()
...     at.slider[0].set_value(3).run()
>>> [cell.label for cell in trace[-1].cells if cell.action == "run"]
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.testing.v1 import app_test

from lattice.adapter import runner, settings
from lattice.adapter.patch import Patches
from lattice.adapter.trace import Interaction
from lattice.adapter.watch import hooks, sources


@contextmanager
def enabled(trace: list[Interaction] | None = None) -> Iterator[None]:
    """Run scripts of `AppTest` incrementally inside the block.

    Parameters
    ----------
    trace : receives one entry for each interaction
    """
    already = hooks.installed()
    hooks.install()
    sources.install()
    patches = Patches()
    patches.wrap(app_test, "LocalScriptRunner", runner.incremental)
    stop = settings.listen(trace.append) if trace is not None else None
    try:
        yield
    finally:
        if stop is not None:
            stop()
        patches.undo()
        if not already:
            sources.uninstall()
            hooks.uninstall()
