"""What all sessions of a process share, kept apart for the session that is only compared.

While it runs, it finds the caches, the project's modules, the figures of pyplot, the environment
and the folder as it has left them; the random streams stand where they stood when the plain run
began, so both draw the same numbers. Files, databases and the network are what they are.
"""

from __future__ import annotations

import os
import random
import sys
import types
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from lattice.adapter import compat
from lattice.adapter.engine import modules


class World:
    """The side of one session."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._caches: list[dict[Any, Any]] = [{} for _ in compat.cache_tables()]
        self._modules: dict[str, types.ModuleType] = {}
        self._figures: Any = OrderedDict()
        self._variables: dict[str, str] = dict(os.environ)
        self._folder = os.getcwd()

    @contextmanager
    def entered(self, chance: Chance) -> Iterator[None]:
        """Exchange what is shared for what is this session's, and put it back."""
        after = Chance()
        main = sys.modules.get("__main__")
        search = list(sys.path)
        self._exchange()
        chance.restore()
        try:
            yield
        finally:
            self._exchange()
            after.restore()
            sys.path[:] = search
            if main is not None:
                sys.modules["__main__"] = main

    def _exchange(self) -> None:
        for index, table in enumerate(compat.cache_tables()):
            with table._caches_lock:
                table._function_caches, self._caches[index] = (
                    self._caches[index],
                    table._function_caches,
                )
        present = {
            name: module
            for name, module in list(sys.modules.items())
            if name != "__main__"
            and isinstance(module, types.ModuleType)
            and modules.path_in(module, self._directory) is not None
        }
        for name in present:
            del sys.modules[name]
        sys.modules.update(self._modules)
        self._modules = present
        managers = sys.modules.get("matplotlib._pylab_helpers")
        if managers is not None:
            managers.Gcf.figs, self._figures = self._figures, managers.Gcf.figs
        variables = dict(os.environ)
        if variables != self._variables:
            os.environ.clear()
            os.environ.update(self._variables)
        self._variables = variables
        folder = os.getcwd()
        if folder != self._folder:
            with suppress(OSError):
                os.chdir(self._folder)
        self._folder = folder


class Chance:
    """Where the random streams of the process stand."""

    def __init__(self) -> None:
        self._python = random.getstate()
        numpy = sys.modules.get("numpy")
        self._numpy = None if numpy is None else numpy.random.get_state()

    def restore(self) -> None:
        """Go back there."""
        random.setstate(self._python)
        numpy = sys.modules.get("numpy")
        if numpy is not None and self._numpy is not None:
            numpy.random.set_state(self._numpy)
