"""Functions that begin in the middle.

``resumable(f)`` is ``f`` with three more parameters: a point, the iterators of the loops around it,
and a mark for variables without value. It runs the part of ``f`` after the point, with the
original names, positions and semantics: the rest of the loop bodies that are under way, then
everything else.

A point is twice the number of a statement (in order of appearance, from 0): go on before it. Twice
the number plus one is the end of a loop body whose last statement has the number.

Worked example: point 4 in ``for i in xs: (1) a; (2) b``, at `b`, becomes

    first = True
    for item in chain((None,), its[0]):
        if first:
            first = False
            b
        else:
            i = item
            a
            b
"""

from __future__ import annotations

import ast
import copy
import types

# Names that no program can use.
_POINT, _ITERATORS, _UNBOUND, _CHAIN = ".point", ".iterators", ".unbound", ".chain"

_Loop = ast.For | ast.While


def resumable(
    function: types.FunctionType, node: ast.FunctionDef, positions: list[tuple[int, int]]
) -> types.FunctionType | None:
    """None if the statements are not at the given positions."""
    statements = _statements(node)
    if [(s.lineno, s.col_offset) for s in statements] != positions:
        return None
    numbers = {id(statement): number for number, statement in enumerate(statements)}
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    body = _Cut(numbers).block(node.body)
    code = function.__code__
    # All local names are parameters, in the order the caller gives.
    local = [*names, *(n for n in _locals(node) if n not in names)]
    prologue = [
        _at(
            ast.If(
                test=ast.Compare(_load(name), [ast.Is()], [_load(_UNBOUND)]),
                body=[_at(ast.Delete([ast.Name(name, ast.Del())]), node)],
                orelse=[],
            ),
            node,
        )
        for name in local
    ]
    parameters = [_POINT, _ITERATORS, _UNBOUND, _CHAIN, *local]
    made = ast.FunctionDef(
        name=node.name,
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(name) for name in parameters],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=[*prologue, *body],
        decorator_list=[],
        lineno=node.lineno,
        col_offset=node.col_offset,
        end_lineno=node.end_lineno,
        end_col_offset=node.end_col_offset,
    )
    module = ast.fix_missing_locations(ast.Module([made], []))
    flags = code.co_flags & 0x1FFF000
    outer = compile(module, code.co_filename, "exec", flags=flags, dont_inherit=True)
    inner = next(const for const in outer.co_consts if isinstance(const, types.CodeType))
    inner = inner.replace(co_qualname=code.co_qualname)
    return types.FunctionType(inner, function.__globals__, function.__name__)


def _statements(node: ast.AST) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.append(child)
        found += _statements(child)
    return found


def _locals(node: ast.FunctionDef) -> list[str]:
    """Every name the function may bind, in no order that matters."""
    found: dict[str, None] = {}
    todo: list[ast.AST] = list(node.body)
    while todo:
        at = todo.pop()
        match at:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found[name] = None
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found[name] = None
                continue
            case ast.ClassDef(name=name):
                found[name] = None
                continue
            case ast.alias(name=name, asname=other):
                found[other or name.split(".")[0]] = None
            case ast.ExceptHandler(name=str(name)):
                found[name] = None
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found[name] = None
            case ast.MatchMapping(rest=str(name)):
                found[name] = None
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                # Its targets are its own; `:=` inside binds here.
                for inner in ast.walk(at):
                    if isinstance(inner, ast.NamedExpr):
                        todo.append(inner.target)
                continue
        todo.extend(ast.iter_child_nodes(at))
    return list(found)


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _at(node: ast.stmt, like: ast.stmt) -> ast.stmt:
    """The statement and its parts at the position of another."""
    for part in ast.walk(node):
        if "lineno" not in part._attributes or hasattr(part, "lineno"):
            continue
        ast.copy_location(part, like)
    return node


class _Cut:
    """Statements that do nothing before the point."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self._numbers = numbers

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [self._statement(statement) for statement in body]

    def _last(self, body: list[ast.stmt]) -> int:
        return max(self._numbers[id(s)] for b in body for s in [b, *_statements(b)])

    def _until(self, limit: int) -> ast.expr:
        return ast.Compare(_load(_POINT), [ast.LtE()], [ast.Constant(limit)])

    def _statement(self, statement: ast.stmt) -> ast.stmt:
        number = self._numbers[id(statement)]
        inside: list[ast.stmt] = []
        if isinstance(statement, ast.If):
            inside = self._either(
                statement, self.block(statement.body), self.block(statement.orelse)
            )
        elif isinstance(statement, ast.For | ast.While):
            inside = self._either(statement, self._loop(statement), self.block(statement.orelse))
        return _at(ast.If(self._until(2 * number), [copy.deepcopy(statement)], inside), statement)

    def _either(
        self, statement: ast.If | _Loop, body: list[ast.stmt], orelse: list[ast.stmt]
    ) -> list[ast.stmt]:
        made: ast.stmt = ast.If(self._until(2 * self._last(statement.body) + 1), body, [])
        if orelse:
            last = ast.If(self._until(2 * self._last(statement.orelse) + 1), orelse, [])
            cast_if = made
            assert isinstance(cast_if, ast.If)
            cast_if.orelse = [last]
        return [_at(made, statement)]

    def _loop(self, loop: _Loop) -> list[ast.stmt]:
        number = self._numbers[id(loop)]
        first, item = f".first{number}", f".item{number}"
        whole = copy.deepcopy(loop)
        again = list(whole.body)
        if isinstance(whole, ast.For):
            again = [
                _at(ast.Assign([whole.target], _load(item)), loop),
                *again,
            ]
        body: list[ast.stmt] = [
            ast.If(
                _load(first),
                [
                    ast.Assign([ast.Name(first, ast.Store())], ast.Constant(False)),
                    *self.block(loop.body),
                ],
                again,
            )
        ]
        made: ast.stmt
        if isinstance(whole, ast.For):
            rest = ast.Subscript(_load(_ITERATORS), ast.Constant(number), ast.Load())
            begin = ast.Tuple([ast.Constant(None)], ast.Load())
            made = ast.For(
                ast.Name(item, ast.Store()),
                ast.Call(_load(_CHAIN), [begin, rest], []),
                body,
                whole.orelse,
            )
        else:
            made = ast.While(ast.BoolOp(ast.Or(), [_load(first), whole.test]), body, whole.orelse)
        begin_loop = ast.Assign([ast.Name(first, ast.Store())], ast.Constant(True))
        return [_at(begin_loop, loop), _at(made, loop)]
