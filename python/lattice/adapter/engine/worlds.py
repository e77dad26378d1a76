"""Copies of functions and of data that belong to another run of the script.

The old functions and objects stay what they are: the engine may bind them again.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from types import BuiltinFunctionType, CellType, FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any

from lattice.adapter import compat
from lattice.adapter.engine.copies import Copier, NotPlainError

if TYPE_CHECKING:
    from collections.abc import Callable

# What stays the same object in every run, or is a place on the page.
_SHARED = (ModuleType, type, BuiltinFunctionType, compat.DeltaGenerator)


class Worlds(Copier):
    """Copies functions, and those they close over, so that they see another namespace.

    Parameters
    ----------
    live : the namespace that the functions see
    namespace : the one that their copies see
    reaches : tells what holds data that has to be copied, too; None copies functions alone
    """

    def __init__(
        self,
        live: dict[str, Any],
        namespace: dict[str, Any],
        reaches: Callable[[Any], bool] | None = None,
    ) -> None:
        super().__init__()
        self._live = live
        self._namespace = namespace
        self._reaches = reaches
        # What could not be copied, by its type.
        self.shared: list[str] = []

    def copy(self, value: Any) -> Any:
        """Return a copy, or the value itself if it need not be another one."""
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        if isinstance(value, FunctionType):
            return self.function(value)
        if isinstance(value, _SHARED) or self._reaches is None or not self._reaches(value):
            return value
        try:
            return super().copy(value)
        except (NotPlainError, RecursionError):
            self.shared.append(type(value).__name__)
            return value

    def function(self, value: Any) -> Any:
        """Return the copy of a function, or the value itself if it does not see the namespace."""
        if not isinstance(value, FunctionType):
            return value
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        # A function that reaches itself.
        self.note(value, value)
        sees = value.__globals__ is self._live
        cells = value.__closure__ or ()
        copied = tuple(self._cell(cell) for cell in cells)
        defaults, named = self.copy(value.__defaults__), self.copy(value.__kwdefaults__)
        same = defaults is value.__defaults__ and named is value.__kwdefaults__
        if not sees and same and all(a is b for a, b in zip(cells, copied, strict=True)):
            return value
        made = copy_function(value, self._namespace if sees else value.__globals__, copied)
        made.__defaults__, made.__kwdefaults__ = defaults, named
        return self.note(value, made)

    def other(self, value: Any) -> Any:
        """Return the copy of an object that is no builtin container."""
        return _other(self, value)

    def _cell(self, cell: CellType) -> CellType:
        known = self._known.get(id(cell))
        if known is not None:
            same: CellType = known[1]
            return same
        content = contents(cell)
        copied = self.copy(content)
        # Functions that share a variable go on sharing it.
        made: CellType = self.note(cell, cell if copied is content else CellType(copied))
        return made


class Probe(Copier):
    """Goes through an object as a copier does; functions are looked into."""

    def copy(self, value: Any) -> Any:
        """Return something; raises NotPlainError for what could not be copied."""
        if isinstance(value, _SHARED):
            return value
        if not isinstance(value, FunctionType):
            return super().copy(value)
        if id(value) not in self._known:
            self.note(value, value)
            for cell in value.__closure__ or ():
                self.copy(contents(cell))
            self.copy(value.__defaults__)
            self.copy(value.__kwdefaults__)
        return value

    def other(self, value: Any) -> Any:
        """Look into an object that is no builtin container."""
        return _other(self, value)


def can_copy(value: Any) -> bool:
    """Whether the value can be copied for functions of another run."""
    try:
        Probe().copy(value)
    except (NotPlainError, RecursionError):
        return False
    return True


def contents(cell: CellType) -> Any:
    """Return what a closed-over variable is bound to; None when it is unbound."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _other(copier: Copier, value: Any) -> Any:
    """Copy what scripts make beside builtin containers; runs no code of theirs."""
    kind = type(value)
    made: Any
    if kind is MethodType:
        return copier.note(
            value, MethodType(copier.copy(value.__func__), copier.copy(value.__self__))
        )
    if kind is deque:
        made = copier.note(value, deque(maxlen=value.maxlen))
        made.extend([copier.copy(item) for item in value])
        return made
    if kind is OrderedDict:
        made = copier.note(value, OrderedDict())
        for key, item in list(value.items()):
            made[copier.copy(key)] = copier.copy(item)
        return made
    if not _is_simple(kind):
        return copier.note(value, copier.science(value))
    made = copier.note(value, object.__new__(kind))
    for name, item in list(_attributes(value).items()):
        _attributes(made)[name] = copier.copy(item)
    return made


def _is_simple(kind: type) -> bool:
    """Whether all that instances hold is in their `__dict__`."""
    classes = kind.__mro__[:-1]
    made_by_c = any(
        not cls.__flags__ & _HEAP_TYPE or "__slots__" in cls.__dict__ for cls in classes
    )
    return not made_by_c and kind.__dictoffset__ != 0 and kind.__module__ == "__main__"


def _attributes(value: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = object.__getattribute__(value, "__dict__")
    return attributes


# Py_TPFLAGS_HEAPTYPE
_HEAP_TYPE = 1 << 9


def copy_function(
    function: FunctionType,
    namespace: dict[str, Any],
    closure: tuple[CellType, ...] | None = None,
) -> FunctionType:
    """Return the same function over another namespace and other closed-over variables."""
    copy = FunctionType(
        function.__code__,
        namespace,
        function.__name__,
        function.__defaults__,
        closure or function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    copy.__dict__.update(function.__dict__)
    return copy
