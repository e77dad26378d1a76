"""Our scopes equal those of CPython's ``symtable`` for every file of the standard library."""

from __future__ import annotations

import _symtable
import json
from pathlib import Path
from typing import Any

from stdlib_files import assert_equal_on_every_file, built_tool, read_quietly

# A scope as both sides describe it: type, name, line, symbols, children.
Tree = tuple[str, str, int, dict[str, frozenset[str]], list["Tree"]]

# The numbers of `_symtable.LOCAL` and its kin.
SCOPE_NAMES = {1: "local", 2: "global_explicit", 3: "global_implicit", 4: "free", 5: "cell"}
FLAGS = {
    _symtable.DEF_GLOBAL: "declared_global",
    _symtable.DEF_LOCAL: "assigned",
    _symtable.DEF_PARAM: "parameter",
    _symtable.USE: "referenced",
    _symtable.DEF_IMPORT: "imported",
    _symtable.DEF_ANNOT: "annotated",
    # `symtable.Symbol.is_nonlocal` reads the same bit.
    8: "declared_nonlocal",
}
TYPES = {
    _symtable.TYPE_MODULE: "module",
    _symtable.TYPE_FUNCTION: "function",
    _symtable.TYPE_CLASS: "class",
}


def expected_scopes(path: str) -> Tree | None:
    """The scopes of a file as CPython sees them; ``None`` if it cannot compile the file."""
    source = Path(path).read_bytes()

    def scopes() -> Tree:
        # `symtable` alone accepts what a later pass of the compiler refuses.
        compile(source, path, "exec", dont_inherit=True)
        return convert(_symtable.symtable(source, path, "exec"))

    tree: Tree | None = read_quietly(scopes)
    return tree


def convert(table: Any) -> Tree:
    symbols = {}
    for name, bits in table.symbols.items():
        # The argument that carries the first iterable of a comprehension is not in the source.
        if name == ".0":
            continue
        where = bits >> _symtable.SCOPE_OFF & _symtable.SCOPE_MASK
        flags = {text for bit, text in FLAGS.items() if bits & bit}
        symbols[name] = frozenset(flags | {SCOPE_NAMES[where]})
    children = [convert(child) for child in table.children]
    return (TYPES[table.type], table.name, table.lineno, symbols, children)


def our_scopes(document: dict[str, Any]) -> Tree:
    trees: list[Tree] = []
    for scope in document["scopes"]:
        kind = scope["kind"] if scope["kind"] in TYPES.values() else "function"
        symbols = {s["name"]: frozenset([*s["flags"], s["visibility"]]) for s in scope["symbols"]}
        tree: Tree = (kind, scope["name"], scope["line"], symbols, [])
        trees.append(tree)
        if scope["parent"] is not None:
            trees[scope["parent"]][4].append(tree)
    return trees[0]


def difference(expected: Tree, ours: Tree) -> str | None:
    """The first difference in words, or ``None``."""
    todo = [(expected, ours)]
    while todo:
        theirs, own = todo.pop()
        where = f"{theirs[0]} {theirs[1]} line {theirs[2]}"
        if theirs[:3] != own[:3]:
            return f"{where}: ours is {own[:3]}"
        for name in sorted(theirs[3].keys() | own[3].keys()):
            flags, own_flags = theirs[3].get(name), own[3].get(name)
            if flags != own_flags:
                return f"{where}: `{name}` is {show(flags)}, ours {show(own_flags)}"
        if len(theirs[4]) != len(own[4]):
            return f"{where}: {[c[1:3] for c in theirs[4]]}, ours {[c[1:3] for c in own[4]]}"
        todo.extend(zip(theirs[4], own[4], strict=True))
    return None


def show(flags: frozenset[str] | None) -> str:
    return "absent" if flags is None else " ".join(sorted(flags))


def compare(path: str, line: str) -> list[str] | None:
    expected = expected_scopes(path)
    if expected is None:
        return None
    found = difference(expected, our_scopes(json.loads(line)))
    return [] if found is None else [found]


def test_every_file_of_the_standard_library() -> None:
    assert_equal_on_every_file(built_tool("scope_dump"), compare)
