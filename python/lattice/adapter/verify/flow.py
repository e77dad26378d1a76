"""Which names the statements of a script read and bind, to follow a value backwards."""

from __future__ import annotations

import ast
from typing import Any

_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


class Flow:
    """`statements` are pairs of names read and names bound; of compound ones, of their heads."""

    def __init__(self, text: str, cells: list[dict[str, Any]]) -> None:
        self.statements: list[tuple[set[str], set[str]]] = []
        self._cells = cells
        self._by_line: dict[int, set[str]] = {}
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.stmt):
                reads, writes = _names(node)
                self.statements.append((reads, writes))
                for line in range(node.lineno, _last_line(node) + 1):
                    self._by_line.setdefault(line, set()).update(writes)

    def writes(self, cell: int) -> set[str]:
        """Return the names that a cell's statement binds."""
        known = self._cells[cell]
        return {*known["writes"], *self._by_line.get(known["line"], set())}


def _names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    reads: set[str] = set()
    writes: set[str] = set()
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        writes.add(statement.name)
    for part, value in ast.iter_fields(statement):
        if part in _BODIES:
            continue
        for node in value if isinstance(value, list) else [value]:
            for name in ast.walk(node) if isinstance(node, ast.AST) else ():
                if isinstance(name, ast.Name):
                    (reads if isinstance(name.ctx, ast.Load) else writes).add(name.id)
    return reads, writes


def _last_line(statement: ast.stmt) -> int:
    """The last line of a simple statement, or of a compound one's head."""
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        return max(statement.lineno, int(body[0].lineno) - 1)
    return statement.end_lineno or statement.lineno
