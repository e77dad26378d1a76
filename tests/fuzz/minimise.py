"""Makes a failing program and its clicks smaller while they still fail.

Delta debugging on the syntax tree: drop runs of statements (long ones first), put the body of a
compound statement in its place; then drop clicks; until a whole round changes nothing.
"""

from __future__ import annotations

import ast
import copy
import time
from collections.abc import Callable, Iterator, Sequence

from lattice.browser.step import Step
from lattice.verify.minimise import fewer

Fails = Callable[[str, Sequence[Step]], bool]
_BODIES = ("body", "orelse", "finalbody")


def minimised(
    source: str, steps: Sequence[Step], fails: Fails, seconds: float = 120.0
) -> tuple[str, list[Step]]:
    """The smallest failing program and clicks found; `fails` is asked for each candidate."""
    deadline = time.monotonic() + seconds
    source, steps = ast.unparse(ast.parse(source)), list(steps)
    changed = True
    while changed and time.monotonic() < deadline:
        changed = False
        for shrink in (_fewer_steps, _smaller_program):
            source, steps, better = shrink(source, steps, fails, deadline)
            changed = changed or better
    return source, steps


def _fewer_steps(
    source: str, steps: list[Step], fails: Fails, deadline: float
) -> tuple[str, list[Step], bool]:
    left = fewer(steps, lambda candidate: fails(source, candidate), deadline)
    return source, left, len(left) < len(steps)


def _smaller_program(
    source: str, steps: list[Step], fails: Fails, deadline: float
) -> tuple[str, list[Step], bool]:
    better, skip = False, 0
    while time.monotonic() < deadline:
        # After a success the next candidates stand where the last one stood, so `skip` stays.
        for index, candidate in enumerate(_candidates(source)):
            if index < skip or candidate == source:
                continue
            if time.monotonic() >= deadline:
                return source, steps, better
            if fails(candidate, steps):
                source, skip, better = candidate, index, True
                break
        else:
            if not skip:
                return source, steps, better
            skip = 0
    return source, steps, better


def _candidates(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    count = sum(1 for _ in _lists(tree))
    for index in range(count):
        length = len(_nth(tree, index))
        width = length
        while width:
            for start in range(0, length, width):
                yield from _without(tree, index, start, width)
            width //= 2
    for index in range(count):
        for place in range(len(_nth(tree, index))):
            yield from _flattened(tree, index, place)


def _without(tree: ast.Module, index: int, start: int, width: int) -> Iterator[str]:
    smaller = copy.deepcopy(tree)
    statements = _nth(smaller, index)
    removed = statements[start : start + width]
    if all(isinstance(statement, ast.Pass) for statement in removed):
        return
    statements[start : start + width] = []
    if not statements and index:
        statements.append(ast.Pass())
    yield from _printed(smaller)


def _flattened(tree: ast.Module, index: int, place: int) -> Iterator[str]:
    """The statement replaced by each of its bodies; an `else` alone removed."""
    statement = _nth(tree, index)[place]
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return
    for name in _BODIES:
        inner = getattr(statement, name, None)
        if inner:
            smaller = copy.deepcopy(tree)
            _nth(smaller, index)[place : place + 1] = copy.deepcopy(inner)
            yield from _printed(smaller)
    if getattr(statement, "orelse", None):
        smaller = copy.deepcopy(tree)
        chosen = _nth(smaller, index)[place]
        chosen.orelse = []
        yield from _printed(smaller)


def _printed(tree: ast.Module) -> Iterator[str]:
    try:
        text = ast.unparse(ast.fix_missing_locations(tree))
        compile(text, "candidate", "exec")
    except (SyntaxError, ValueError):
        return
    yield text


def _lists(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Every statement list of the program; the order is the same for an equal program."""
    for node in ast.walk(tree):
        for name in _BODIES:
            statements = getattr(node, name, None)
            if isinstance(statements, list) and statements:
                yield statements
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                yield handler.body


def _nth(tree: ast.Module, index: int) -> list[ast.stmt]:
    return next(statements for i, statements in enumerate(_lists(tree)) if i == index)
