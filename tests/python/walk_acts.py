"""How the zoo describes a value: how to make it, what changes it, what only looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Make = Callable[[], Any]
Act = Callable[[Any], Any]
Entry = tuple[Make, list[Act], list[Act]]


def at(obj: Any, key: Any, value: Any) -> None:
    obj[key] = value


def put(obj: Any, name: str, value: Any) -> None:
    setattr(obj, name, value)


def setter(key: Any, value: Any) -> Act:
    return lambda obj: at(obj, key, value)


def attr(name: str, value: Any) -> Act:
    return lambda obj: put(obj, name, value)


def hash_all(values: Any) -> Any:
    return [hash(value) for value in values]
