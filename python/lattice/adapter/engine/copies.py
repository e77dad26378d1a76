"""Copies of plain data that share nothing which can be changed."""

from __future__ import annotations

import datetime
import decimal
import sys
import uuid
from typing import Any

_ATOMS = (
    *(type(None), bool, int, float, complex, str, bytes, range, type(...), decimal.Decimal),
    *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, uuid.UUID),
)
# Elements above which a container is not copied one by one, and bytes above which nothing is:
# computing it again is then better than holding it twice.
_MANY = 10_000
_MOST_BYTES = 500_000_000
# Kinds of numpy's types whose elements are no objects.
_PLAIN_KINDS = "biufcmMSU"


class NotPlainError(Exception):
    """The object may share something with its copy."""


def is_atom(value: Any) -> bool:
    """Whether nobody can change the object."""
    return type(value) in _ATOMS


def copied(values: list[Any]) -> list[Any] | None:
    """Return copies that share parts as the values do; None when one is not plain."""
    copier = Copier()
    try:
        return [copier.copy(value) for value in values]
    except (NotPlainError, RecursionError):
        return None


class Copier:
    """Copies plain data; what several values share, their copies share."""

    def __init__(self) -> None:
        # By the addresses of the originals, which are held, too.
        self._known: dict[int, tuple[Any, Any]] = {}

    def copy(self, value: Any) -> Any:
        """Return the copy of a value; raises NotPlainError if it may share something with it."""
        if is_atom(value):
            return value
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        kind = type(value)
        if kind in (list, dict, tuple, set, frozenset) and len(value) > _MANY:
            return self.note(value, _flat(value))
        if kind is list:
            made: Any = self.note(value, [])
            made.extend(self.copy(item) for item in value)
            return made
        if kind is dict:
            made = self.note(value, {})
            for key, item in list(value.items()):
                made[self.copy(key)] = self.copy(item)
            return made
        if kind is tuple:
            return self.note(value, tuple([self.copy(item) for item in value]))
        if kind in (set, frozenset):
            return self.note(value, self._set(value))
        return self.other(value)

    def _set(self, value: Any) -> Any:
        # In which order a set gives its elements depends on its past.
        items = [self.copy(item) for item in value]
        made = type(value)(items)
        if any(a is not b for a, b in zip(made, items, strict=True)):
            raise NotPlainError
        return made

    def note(self, value: Any, copy: Any) -> Any:
        """Remember and return the copy of a value."""
        self._known[id(value)] = value, copy
        return copy

    def other(self, value: Any) -> Any:
        """Return the copy of what is no builtin container."""
        return self.note(value, self.science(value))

    def science(self, value: Any) -> Any:
        """Return the copy of an array or a frame."""
        return _science(value)


def _flat(value: Any) -> Any:
    """Copy a large container at once; its elements have to be atoms."""
    kinds = set(map(type, value))
    if type(value) is dict:
        kinds |= set(map(type, value.values()))
    if not kinds.issubset(_ATOMS):
        raise NotPlainError
    return value if type(value) in (tuple, frozenset) else value.copy()


def _science(value: Any) -> Any:
    """Copy an array or a frame whose elements are plain."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    kind = type(value)
    if numpy is not None and kind is numpy.ndarray and value.dtype.kind in _PLAIN_KINDS:
        if value.base is not None or value.nbytes > _MOST_BYTES:
            raise NotPlainError
        return value.copy(order="K")
    if pandas is not None and kind is pandas.RangeIndex:
        return value
    if pandas is not None and kind in (pandas.DataFrame, pandas.Series, pandas.Index):
        dtypes = [value.dtype] if kind is not pandas.DataFrame else list(value.dtypes)
        index = [] if kind is pandas.Index else [value.index]
        if kind is pandas.DataFrame:
            index.append(value.columns)
        for part in index:
            if type(part) not in (pandas.Index, pandas.RangeIndex, pandas.DatetimeIndex):
                raise NotPlainError
            dtypes.append(part.dtype)
        size = value.memory_usage()
        size = int(size.sum()) if kind is pandas.DataFrame else int(size)
        if size > _MOST_BYTES or getattr(value, "attrs", None) or not all(map(_is_plain, dtypes)):
            raise NotPlainError
        return value.copy(deep=True)
    raise NotPlainError


def _is_plain(dtype: Any) -> bool:
    if isinstance(dtype, sys.modules["numpy"].dtype):
        return dtype.kind in _PLAIN_KINDS
    return isinstance(dtype, sys.modules["pandas"].StringDtype)
