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
    known: dict[int, Any] = {}
    try:
        return [_copy(value, known) for value in values]
    except (NotPlainError, RecursionError):
        return None


def _copy(value: Any, known: dict[int, Any]) -> Any:
    kind = type(value)
    if is_atom(value):
        return value
    if id(value) in known:
        return known[id(value)]
    copy: Any
    if kind in (list, dict, tuple, set, frozenset) and len(value) > _MANY:
        copy = known[id(value)] = _flat(value)
    elif kind is list:
        copy = known[id(value)] = []
        copy.extend(_copy(item, known) for item in value)
    elif kind is dict:
        copy = known[id(value)] = {}
        for key, item in list(value.items()):
            copy[_copy(key, known)] = _copy(item, known)
    elif kind in (tuple, set, frozenset):
        copy = known[id(value)] = kind([_copy(item, known) for item in value])
    else:
        copy = known[id(value)] = _science(value)
    return copy


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
