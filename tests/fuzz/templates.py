"""Statements of generated programs, kept as text in `templates/`.

A file begins with a line that says what it holds. A template is `=== NAME [noloop] [top]`, then its
lines. `noloop`: not inside a loop, where its widgets would be made twice; `top`: at top level only.
Placeholders: {v} {u} lists, {d} {e} dictionaries, {s} {t} sets, {f} {g} frames, {r} {q} arrays,
{o} {z} models, {n} the name of a number, {k} a number, {c} a condition, {w} a new widget, {p} a
container, {i} a number of this statement alone; a line `{BODY}` becomes a few other statements.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("templates")
# Which placeholders a scope may lack, and the attribute of the scope that has their names.
NEEDS = {"f": "frames", "g": "frames", "r": "arrays", "q": "arrays", "o": "models", "z": "models"}


@dataclass(frozen=True)
class Template:
    group: str
    name: str
    lines: tuple[str, ...]
    in_loops: bool
    only_top: bool


@functools.cache
def templates() -> tuple[Template, ...]:
    found: list[Template] = []
    for path in sorted(_FOLDER.glob("*.txt")):
        for part in path.read_text().split("=== ")[1:]:
            head, *lines = part.strip().splitlines()
            words = head.split()
            name = " ".join(word for word in words if word not in ("noloop", "top"))
            found.append(
                Template(path.stem, name, tuple(lines), "noloop" not in words, "top" in words)
            )
    return tuple(found)


@functools.cache
def of_group(group: str) -> tuple[Template, ...]:
    return tuple(template for template in templates() if template.group == group)
