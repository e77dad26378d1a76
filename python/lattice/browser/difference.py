"""Where two plain values differ, in words."""

from __future__ import annotations

from typing import Any

_SHOWN = 600
_MOST = 8


def differences(
    stock: Any, lattice: Any, path: str = "", names: tuple[str, str] = ("stock", "lattice")
) -> list[str]:
    """At most a handful of readable differences; empty if and only if the values are equal."""
    found: list[str] = []
    _compare(stock, lattice, path, found, names)
    return found[:_MOST]


def _compare(stock: Any, lattice: Any, path: str, found: list[str], names: tuple[str, str]) -> None:
    one, other = (name.ljust(max(map(len, names))) for name in names)
    # The text as well, because 1 == True, also inside containers.
    if len(found) >= _MOST or (stock == lattice and repr(stock) == repr(lattice)):
        return
    if isinstance(stock, dict) and isinstance(lattice, dict):
        for key in [*stock, *(k for k in lattice if k not in stock)]:
            if key not in lattice:
                found.append(f"{path}/{key}: only in {names[0]}: {_short(stock[key])}")
            elif key not in stock:
                found.append(f"{path}/{key}: only in {names[1]}: {_short(lattice[key])}")
            else:
                _compare(stock[key], lattice[key], f"{path}/{key}", found, names)
    elif isinstance(stock, list) and isinstance(lattice, list):
        for index, (left, right) in enumerate(zip(stock, lattice, strict=False)):
            name = f"<{left['is']}>" if isinstance(left, dict) and "is" in left else ""
            _compare(left, right, f"{path}[{index}]{name}", found, names)
        for side, longer, shorter in ((names[0], stock, lattice), (names[1], lattice, stock)):
            found += [
                f"{path}[{index}]: only in {side}: {_short(longer[index])}"
                for index in range(len(shorter), len(longer))
            ]
    elif isinstance(stock, str) and isinstance(lattice, str) and len(stock) + len(lattice) > _SHOWN:
        at = next(
            (i for i, (a, b) in enumerate(zip(stock, lattice, strict=False)) if a != b),
            min(len(stock), len(lattice)),
        )
        start = max(0, at - 80)
        found.append(
            f"{path} (from character {start}):\n"
            f"    {one} {_short(stock[start:])}\n    {other} {_short(lattice[start:])}"
        )
    else:
        found.append(f"{path}:\n    {one} {_short(stock)}\n    {other} {_short(lattice)}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}... ({len(text)} characters)"
