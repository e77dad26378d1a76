"""Our positions equal those of CPython's ``ast`` for every file of the standard library.

The guard plan names statements by line and column, so a difference would misplace a guard.
"""

from __future__ import annotations

import ast
from pathlib import Path

from stdlib_files import assert_equal_on_every_file, built_tool, read_quietly

# line, column, end line, end column, "s" (statement) or "c" (call)
Place = tuple[int, int, int, int, str]


def expected_places(path: str) -> list[Place] | None:
    source = Path(path).read_bytes()

    def parsed() -> ast.AST:
        # The parser alone accepts what a later pass of the compiler refuses.
        compile(source, path, "exec", dont_inherit=True)
        return ast.parse(source, path)

    tree = read_quietly(parsed)
    if tree is None:
        return None
    if not is_utf8(source):
        return None
    lines = source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    places = []
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        todo.extend(ast.iter_child_nodes(node))
        if not isinstance(node, ast.stmt | ast.Call):
            continue
        # CPython nests the `if` of an `elif` in the one before; for us it is a clause.
        word = lines[node.lineno - 1][node.col_offset :]
        if isinstance(node, ast.If) and word.startswith(b"elif"):
            continue
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        kind = "c" if isinstance(node, ast.Call) else "s"
        places.append((node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, kind))
    return sorted(places)


def is_utf8(source: bytes) -> bool:
    try:
        source.decode()
    except UnicodeDecodeError:
        return False
    return True


def our_places(line: str) -> list[Place]:
    places = []
    for entry in filter(None, line.split(";")):
        *numbers, kind = entry.split()
        first, column, last, end = map(int, numbers)
        places.append((first, column, last, end, kind))
    return sorted(places)


def compare(path: str, line: str) -> list[str] | None:
    expected = expected_places(path)
    if expected is None:
        return None
    missing, extra = set(expected) - set(our_places(line)), set(our_places(line)) - set(expected)
    if our_places(line) == expected:
        return []
    return [f"{sorted(missing)[:2]}, ours {sorted(extra)[:2]}"]


def test_every_file_of_the_standard_library() -> None:
    assert_equal_on_every_file(built_tool("position_dump"), compare)
