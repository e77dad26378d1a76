"""Inserts guards into a script's syntax tree, as its guard plan says.

The plan (docs/design/guard-plan.md) decides everything; this module walks it beside the statements
of CPython's tree and rewrites. Original positions stay, so tracebacks and carets do not change:

- an engine constant never stands directly before code of the user (CPython's super-instructions
  would report the constant's position), hence `keep(E, k)` and not `keep(k, E)`;
- tests of `if` stay raw, because the compiler gives their jumps the statement's position.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from types import CodeType
from typing import Any, TypeVar

GUARDS = "__lg__"

Plan = dict[str, Any]
Step = dict[str, Any]
_Node = TypeVar("_Node", bound=ast.AST)


class PlanMismatchError(Exception):
    """The plan and the syntax tree are not of the same script."""


def instrument(tree: ast.Module, plan: Plan, path: str) -> CodeType:
    """Return the code object of the guarded script.

    Parameters
    ----------
    tree : the script's tree, after Streamlit's magic; it is changed in place
    plan : the guard plan as plain data
    path : the file name in tracebacks

    Raises
    ------
    PlanMismatchError
        When a statement is not where the plan says.
    """
    _Instrumenter(plan).module(tree)
    return compile(tree, path, "exec", dont_inherit=True)


def _located(new: _Node, old: ast.AST) -> _Node:
    """Give every node of `new` that has no position the position of `old`."""
    for node in ast.walk(new):
        if isinstance(node, (ast.expr, ast.stmt, ast.excepthandler)) and not hasattr(
            node, "lineno"
        ):
            ast.copy_location(node, old)
    return new


def _call(guard: str, *arguments: ast.expr) -> ast.Call:
    attribute = ast.Attribute(ast.Name(GUARDS, ast.Load()), guard, ast.Load())
    return ast.Call(attribute, list(arguments), [])


def _statement(guard: str, *arguments: ast.expr) -> ast.stmt:
    return ast.Expr(_call(guard, *arguments))


def _use(expression: ast.expr) -> ast.expr:
    """Bring objects into their state before native code looks into one."""
    return _located(_call("use", expression), expression)


def _settled(expression: ast.expr) -> ast.expr:
    """Like `_use`, for `pages[choice]` and `page.run`: what stands first is looked into."""
    if isinstance(expression, (ast.Attribute, ast.Subscript)):
        expression.value = _use(expression.value)
    return expression


def _names(names: list[str], context: Callable[[], ast.expr_context]) -> list[ast.expr]:
    return [ast.Name(name, context()) for name in names]


class _Instrumenter:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._cells: list[dict[str, Any]] = plan["cells"]

    # ---------------------------------------------------------------- bodies

    def module(self, tree: ast.Module) -> None:
        """Guard a whole script."""
        # Magic adds an import, which has no step of its own.
        magic = [statement for statement in tree.body if _is_magic_import(statement)]
        body = [statement for statement in tree.body if not _is_magic_import(statement)]
        head: list[ast.stmt] = []
        while body and (_is_docstring(body[0]) or _is_future(body[0])):
            head.append(body.pop(0))
        steps = self._plan["body"][len(head) :]
        head += magic
        guarded = self.body(body, steps)
        anchor = guarded[0] if guarded else None
        whole = ast.Try(
            [_statement("begin"), *guarded, _statement("commit")], [], [], [_statement("end")]
        )
        if anchor is not None:
            ast.copy_location(whole, anchor)
            _located(whole, anchor)
        tree.body = [*head, whole]
        ast.fix_missing_locations(tree)

    def body(self, statements: list[ast.stmt], steps: list[Step]) -> list[ast.stmt]:
        """Guard the statements of one body."""
        if len(statements) != len(steps):
            raise PlanMismatchError(
                f"{len(statements)} statements instead of {len(steps)}"
                + (f" from line {statements[0].lineno}" if statements else "")
            )
        guarded: list[ast.stmt] = []
        for statement, step in zip(statements, steps, strict=True):
            if (statement.lineno, statement.col_offset) != (step["line"], step["col"]):
                raise PlanMismatchError(
                    f"a statement at line {statement.lineno}, column {statement.col_offset} "
                    f"instead of line {step['line']}, column {step['col']}"
                )
            guarded += getattr(self, f"_step_{step['step']}")(statement, step)
        return guarded

    # ---------------------------------------------------------------- steps

    def _step_native(self, statement: ast.stmt, _: Step) -> list[ast.stmt]:
        return [self._returning(statement)]

    def _step_value(self, statement: Any, step: Step) -> list[ast.stmt]:
        statement.value = self._expression(statement.value, step["cell"])
        return [self._returning(statement)]

    def _step_raise(self, statement: Any, step: Step) -> list[ast.stmt]:
        statement.exc = self._expression(statement.exc, step["cell"])
        return [statement]

    def _step_call(self, statement: Any, step: Step) -> list[ast.stmt]:
        call = statement.value
        if not isinstance(call, ast.Call) or len(call.args) != len(step["args"]):
            raise PlanMismatchError(f"no such call in line {statement.lineno}")
        for index, cell in enumerate(step["args"]):
            argument = call.args[index]
            if cell is None:
                continue
            if isinstance(argument, ast.Starred):
                argument.value = self._consumed(argument.value, cell)
            else:
                call.args[index] = self._expression(argument, cell)
        for keyword, cell in zip(call.keywords, step["kwargs"], strict=True):
            if cell is not None and keyword.arg is None:
                keyword.value = self._consumed(keyword.value, cell)
            elif cell is not None:
                keyword.value = self._expression(keyword.value, cell)
        return [self._returning(statement)]

    def _step_dispatch(self, statement: Any, step: Step) -> list[ast.stmt]:
        callee = _settled(copy.deepcopy(statement.value.func))
        statement.value = self._expression(statement.value, step["cell"], callee)
        return [self._returning(statement)]

    def _step_stmt(self, statement: ast.stmt, step: Step) -> list[ast.stmt]:
        return [self._whole(_Returns().visit(statement), step["cell"])]

    def _step_if(self, statement: Any, step: Step) -> list[ast.stmt]:
        test, number = statement.test, step["test"]
        statement.body = self.body(statement.body, step["body"])
        statement.orelse = self.body(statement.orelse, step["orelse"])
        if number is None:
            return [statement]
        cell = self._cells[number]
        key = ast.Constant(number)
        enter = _call("enter", key, *_names(cell["locals"], ast.Load))
        statement.test = _located(ast.IfExp(enter, test, _call("value", key)), test)
        for arm, branch in ((statement.body, True), (statement.orelse, False)):
            arm.insert(0, _located(_statement("took", ast.Constant(branch), key), test))
        return [statement]

    def _step_with(self, statement: Any, step: Step) -> list[ast.stmt]:
        whole = copy.deepcopy(statement) if step["opaque"] is not None else None
        asked: list[ast.expr] = []
        for item, planned in zip(statement.items, step["items"], strict=True):
            if planned["dynamic"]:
                asked.append(_settled(copy.deepcopy(item.context_expr)))
            elif planned["cell"] is not None:
                item.context_expr = self._expression(item.context_expr, planned["cell"])
        statement.body = self.body(statement.body, step["body"])
        if whole is None:
            return [statement]
        test = _located(_call("isdg", *asked), statement)
        other = self._whole(_Returns().visit(whole), step["opaque"])
        return [ast.copy_location(ast.If(test, [statement], [other]), statement)]

    def _step_for(self, statement: Any, step: Step) -> list[ast.stmt]:
        key = ast.Constant(step["loop"])
        if step["iter"] is not None:
            statement.iter = self._consumed(statement.iter, step["iter"])
        elif step["args"] is not None:
            call = statement.iter
            for index, cell in enumerate(step["args"]):
                if cell is not None and not isinstance(call.args[index], ast.Starred):
                    call.args[index] = self._consumed(call.args[index], cell)
        first = statement.body[0]
        body = self.body(statement.body, step["body"])
        statement.body = [_located(_statement("it", key), first), *body]
        before = _located(_statement("loop", key), statement)
        after = _located(_statement("endloop", key), statement)
        return [before, statement, after]

    def _step_try(self, statement: Any, step: Step) -> list[ast.stmt]:
        statement.body = self.body(statement.body, step["body"])
        for handler, planned in zip(statement.handlers, step["handlers"], strict=True):
            handler.body = self._caught(handler.body, planned, step)
        statement.orelse = self.body(statement.orelse, step["orelse"])
        if statement.finalbody:
            statement.finalbody = self._caught(statement.finalbody, step["final"], step)
        return [statement]

    def _caught(self, statements: list[ast.stmt], steps: list[Step], step: Step) -> list[ast.stmt]:
        """Guard a body that an exception may lead to: whatever it left behind ends first."""
        loop, module = ast.Constant(step["loop"]), ast.Constant(step["module"])
        guard = _located(_statement("caught", loop, module), statements[0])
        return [guard, *self.body(statements, steps)]

    def _step_def(self, statement: Any, step: Step) -> list[ast.stmt]:
        if step["function"] is not None:
            body = statement.body
            head = [body[0]] if ast.get_docstring(statement, clean=False) is not None else []
            rest = self.body(body, step["body"])[len(head) :]
            guard = "frag" if step["fragment"] else "fn"
            enter = _located(_statement(guard, ast.Constant(step["function"])), body[0])
            leave = _located(_statement("out", ast.Constant(None)), body[-1])
            statement.body = [*head, enter, *rest, leave]
        return [self._whole(statement, step["cell"])] if step["cell"] is not None else [statement]

    # ---------------------------------------------------------------- guards

    def _expression(
        self, expression: ast.expr, number: int, callee: ast.expr | None = None
    ) -> ast.expr:
        """Guard an expression: `(keep(E, k) if enter(k, a, b) else value(k))`."""
        cell = self._cells[number]
        if cell["kind"] == "use":
            return _use(expression)
        key = ast.Constant(number)
        arguments = _names(cell["locals"], ast.Load)
        enter = (
            _call("enter", key, *arguments)
            if callee is None
            else _call("enterc", callee, key, *arguments)
        )
        walrus: list[str] = cell["walrus"]
        value: ast.expr = _call("value", key)
        if walrus:
            bound: list[ast.expr] = [
                ast.NamedExpr(
                    ast.Name(name, ast.Store()), _call("get", key, ast.Constant(index + 1))
                )
                for index, name in enumerate(walrus)
            ]
            value = ast.Subscript(
                ast.Tuple([*bound, value], ast.Load()),
                ast.UnaryOp(ast.USub(), ast.Constant(1)),
                ast.Load(),
            )
        keep = _call("keep", expression, key, *_names(walrus, ast.Load))
        return _located(ast.IfExp(enter, keep, value), expression)

    def _consumed(self, expression: ast.expr, number: int) -> ast.expr:
        """Guard an expression whose value native code looks into."""
        guarded = self._expression(expression, number)
        return guarded if self._cells[number]["kind"] == "use" else _use(guarded)

    def _whole(self, statement: ast.stmt, number: int) -> ast.stmt:
        """Guard a statement: `if enter(k): S; leave(k)`, `else: restore(k)`."""
        cell = self._cells[number]
        key = ast.Constant(number)
        names: list[str] = cell["writes"]
        enter = _call("enter", key, *_names(cell["locals"], ast.Load))
        leave: ast.stmt
        otherwise: list[ast.stmt]
        if not cell["module"] and cell["definite"] and names:
            leave = ast.Assign(
                [ast.Tuple(_names(names, ast.Store), ast.Store())],
                _call("leave", key, *_names(names, ast.Load)),
            )
            targets = ast.Tuple(_names(names, ast.Store), ast.Store())
            otherwise = [ast.Assign([targets], _call("restore", key))]
        elif cell["module"]:
            leave = _statement("leave", key)
            otherwise = [_statement("restore", key)]
        else:
            leave = _statement("leave", key)
            otherwise = [
                ast.If(
                    _call("has", key, ast.Constant(index)),
                    [
                        ast.Assign(
                            [ast.Name(name, ast.Store())], _call("get", key, ast.Constant(index))
                        )
                    ],
                    [],
                )
                for index, name in enumerate(names)
            ] or [ast.Pass()]
        for new in (enter, leave, *otherwise):
            _located(new, statement)
        return ast.copy_location(ast.If(enter, [statement, leave], otherwise), statement)

    def _returning(self, statement: ast.stmt) -> ast.stmt:
        """Let a `return` of an instrumented function close its group."""
        if isinstance(statement, ast.Return):
            _Returns.close(statement)
        return statement


class _Returns(ast.NodeTransformer):
    """Every `return` of this function, inside whole statements too, closes the function's group."""

    @staticmethod
    def close(statement: ast.Return) -> None:
        value = statement.value or ast.copy_location(ast.Constant(None), statement)
        statement.value = _located(_call("out", value), statement)

    def visit_Return(self, node: ast.Return) -> ast.Return:
        self.close(node)
        return node

    def _skip(self, node: Any) -> Any:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = _skip


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _is_magic_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import) and statement.names[0].asname == "__streamlitmagic__"


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
