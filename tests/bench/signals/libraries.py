"""How each library says the same thing.

The cases are written once, with `GET(x)` and `SET(x, v)` for reads and writes of signals and memos.
Each library spells them in its own way, as text: a wrapper function would cost more than some of
the libraries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any


class Library:
    """Reads `x.value`, writes `x.value = v`; the rest by each library."""

    name = ""
    # Templates for reads of signals, reads of memos, writes.
    get = "{0}.value"
    get_memo = "{0}.value"
    set = "{0}.value = {1}"
    # Whether functions find their dependencies themselves.
    tracks = True
    # Signals and listeners only: no memos.
    listens_only = False

    def signal(self, value: Any) -> Any:
        raise NotImplementedError

    def memo(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        raise NotImplementedError

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        raise NotImplementedError

    def batch(self, function: Callable[[], None]) -> None:
        """Do all writes of `function` as one; libraries without batches just do them."""
        function()

    def spell(self, source: str) -> str:
        """The text of the cases in this library's words."""
        source = re.sub(r"GETM\(([^()]*)\)", lambda m: self.get_memo.format(m[1]), source)
        source = re.sub(r"GET\(([^()]*)\)", lambda m: self.get.format(m[1]), source)
        return re.sub(
            r"SET\(([^(),]*), ([^\n]*)\)$",
            lambda m: self.set.format(m[1], m[2]),
            source,
            flags=re.MULTILINE,
        )


class Lattice(Library):
    name = "lattice"

    def __init__(self) -> None:
        import lattice

        self.signal = lattice.signal  # type: ignore[method-assign]
        self._memo, self._effect, self._batch = lattice.memo, lattice.effect, lattice.batch

    def memo(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._memo(function)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._effect(function)

    def batch(self, function: Callable[[], None]) -> None:
        self._batch(function)


class Observ(Library):
    name = "observ"
    get, get_memo, set = '{0}["value"]', "{0}()", '{0}["value"] = {1}'

    def __init__(self) -> None:
        import observ

        self._observ = observ

    def signal(self, value: Any) -> Any:
        return self._observ.ref(value)

    def memo(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._observ.computed(function, deep=False)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._observ.watch(function, sync=True)


class Reaktiv(Library):
    name = "reaktiv"
    get, get_memo, set = "{0}()", "{0}()", "{0}.set({1})"

    def __init__(self) -> None:
        import reaktiv

        # Its fastest setting.
        reaktiv.set_thread_safety(False)
        self._reaktiv = reaktiv

    def signal(self, value: Any) -> Any:
        return self._reaktiv.signal(value)

    def memo(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._reaktiv.computed(function)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        def run() -> None:
            function()

        return self._reaktiv.effect(run)

    def batch(self, function: Callable[[], None]) -> None:
        with self._reaktiv.batch():
            function()


class Signified(Library):
    name = "signified"
    tracks = False

    def __init__(self) -> None:
        import signified

        self._signified = signified
        self._observers: list[Any] = []

    def signal(self, value: Any) -> Any:
        return self._signified.Signal(value)

    def memo(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._signified.Computed(function, tuple(reads))

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        class Observer:
            def update(self) -> None:
                function()

        observer = Observer()
        function()
        for read in reads:
            read.subscribe(observer)
        return observer


class Solara(Library):
    name = "solara"

    def __init__(self) -> None:
        import solara
        from solara.lab import computed

        self._reactive, self._computed = solara.reactive, computed

    def signal(self, value: Any) -> Any:
        return self._reactive(value)

    def memo(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        return self._computed(function)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        function()
        return [read.subscribe(lambda _: function()) for read in reads]


class Param(Library):
    name = "param"
    listens_only = True

    def __init__(self) -> None:
        import param

        class Cell(param.Parameterized):
            value = param.Parameter()

        self._cell, self._batch = Cell, param.parameterized.batch_call_watchers

    def signal(self, value: Any) -> Any:
        return self._cell(value=value)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        function()
        return [read.param.watch(lambda _: function(), "value") for read in reads]


class Psygnal(Library):
    name = "psygnal"
    listens_only = True

    def __init__(self) -> None:
        from dataclasses import dataclass

        from psygnal import evented

        @evented
        @dataclass
        class Cell:
            value: Any = None

        self._cell = Cell

    def signal(self, value: Any) -> Any:
        return self._cell(value)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        function()
        for read in reads:
            read.events.value.connect(lambda _: function())
        return function


class Traitlets(Library):
    name = "traitlets"
    listens_only = True

    def __init__(self) -> None:
        import traitlets

        class Cell(traitlets.HasTraits):
            value = traitlets.Any()

        self._cell = Cell

    def signal(self, value: Any) -> Any:
        return self._cell(value=value)

    def effect(self, function: Callable[[], Any], reads: Iterable[Any]) -> Any:
        function()
        for read in reads:
            read.observe(lambda _: function(), "value")
        return function


LIBRARIES: dict[str, type[Library]] = {
    library.name: library
    for library in (Lattice, Observ, Reaktiv, Signified, Solara, Param, Psygnal, Traitlets)
}
