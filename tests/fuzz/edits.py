"""Random edits of a script, as somebody makes them between two looks at the page."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable

Lines = list[str]
# Once in how many edits the text is no Python any more.
_BROKEN = 12


def edited(source: str, rng: random.Random) -> str:
    """The text after one edit; it may not compile, and it may be the same text."""
    if rng.randrange(_BROKEN) == 0:
        return source + "\nthis is no python\n"
    edits: list[Callable[[Lines, random.Random], Lines]] = [
        _add_comment,
        _add_blank_lines,
        _add_statement,
        _remove_statement,
        _repeat_statement,
        _swap_statements,
        _change_number,
        _change_number,
        _change_text,
        _indent_statement,
        _join_lines,
    ]
    return "\n".join(rng.choice(edits)(source.splitlines(), rng)) + "\n"


def _statements(lines: Lines) -> list[ast.stmt]:
    """All statements that begin their lines, those of functions included."""
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return []
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    return [s for s in found if not lines[s.lineno - 1][: s.col_offset].strip()]


def _chosen(lines: Lines, rng: random.Random) -> tuple[int, int, str] | None:
    """The first line, the line after the last, and the indentation of a statement."""
    statements = [s for s in _statements(lines) if not isinstance(s, (ast.Import, ast.ImportFrom))]
    if not statements:
        return None
    statement = rng.choice(statements)
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(d.lineno for d in decorators)]) - 1
    return first, statement.end_lineno or statement.lineno, " " * statement.col_offset


def _add_comment(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    if at is None:
        return lines
    first, _, indent = at
    return [*lines[:first], f"{indent}# note {rng.randrange(100)}", *lines[first:]]


def _add_blank_lines(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    first = 0 if at is None or rng.random() < 0.3 else at[0]
    return [*lines[:first], *[""] * rng.randint(1, 3), *lines[first:]]


def _add_statement(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    if at is None:
        return lines
    first, _, indent = at
    number = rng.randrange(100)
    statement = rng.choice(
        [
            f"st.write('new {number}', n)",
            f"print('new {number}')",
            f"n = n + {number}",
            f"a.append({number})",
            f"extra{number} = [a]",
            f"st.session_state.setdefault('k{number}', {number})",
            f"fn{number} = lambda x=n: x + {number}",
            f"st.caption(f'{{m}} of {number}')",
        ]
    )
    return [*lines[:first], indent + statement, *lines[first:]]


def _remove_statement(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    if at is None:
        return lines
    first, end, indent = at
    if end - first > 8:
        return lines
    return [*lines[:first], indent + "pass", *lines[end:]]


def _repeat_statement(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    return lines if at is None else [*lines[: at[1]], *lines[at[0] : at[1]], *lines[at[1] :]]


def _swap_statements(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    if at is None or at[0] == 0 or not lines[at[0] - 1].strip():
        return lines
    first, end, indent = at
    above = lines[first - 1]
    if len(above) - len(above.lstrip()) != len(indent) or above.rstrip().endswith((":", "(", ",")):
        return lines
    return [*lines[: first - 1], *lines[first:end], above, *lines[end:]]


def _replace(lines: Lines, rng: random.Random, kind: type, change: Callable[[str], str]) -> Lines:
    """Change one constant that stands on one line."""
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return lines
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) is kind
        if node.lineno == node.end_lineno
    ]
    if not found:
        return lines
    node = rng.choice(found)
    line = lines[node.lineno - 1]
    old = line[node.col_offset : node.end_col_offset]
    if not line.isascii() or ast.unparse(node) != old:
        return lines
    new = line[: node.col_offset] + change(old) + line[node.end_col_offset :]
    return [*lines[: node.lineno - 1], new, *lines[node.lineno :]]


def _change_number(lines: Lines, rng: random.Random) -> Lines:
    return _replace(lines, rng, int, lambda _: str(rng.randrange(10)))


def _change_text(lines: Lines, rng: random.Random) -> Lines:
    return _replace(lines, rng, str, lambda old: old[:-1] + rng.choice("xyz") + old[-1])


def _indent_statement(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    if at is None:
        return lines
    first, end, indent = at
    head = rng.choice(["if n >= 0:", "if m:", "for again in range(2):", "with st.container():"])
    body = ["    " + line if line.strip() else line for line in lines[first:end]]
    return [*lines[:first], indent + head, *body, *lines[end:]]


def _join_lines(lines: Lines, rng: random.Random) -> Lines:
    at = _chosen(lines, rng)
    if at is None or at[1] - at[0] != 1:
        return lines
    first, end, _ = at
    return [*lines[:first], lines[first] + f"; q{rng.randrange(9)} = m", *lines[end:]]
