"""The steps of a guard plan stand where CPython's ``ast`` has the statements.

Checked on every file of the standard library and every sample.
"""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from stdlib_files import ROOT, built_tool, library_files, read_quietly

Step = dict[str, Any]

# Steps by the kinds of statement they may stand for.
KINDS: dict[str, tuple[type[ast.stmt], ...]] = {
    "value": (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return),
    "call": (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return),
    "dispatch": (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return),
    "raise": (ast.Raise,),
    "if": (ast.If,),
    "with": (ast.With,),
    "for": (ast.For,),
    "try": (ast.Try,),
    "def": (ast.FunctionDef,),
}


def files() -> Iterator[Path]:
    """Python files to try, in a fixed order."""
    yield from sorted((ROOT / "samples").rglob("*.py"))
    yield from sorted((ROOT / "tests").rglob("*.py"))
    yield from library_files()


def differences(
    steps: list[Step], body: list[ast.stmt], cells: list[dict[str, Any]]
) -> Iterator[str]:
    """What is wrong with the steps of one body and of the bodies inside it."""
    where = f"line {body[0].lineno}" if body else "an empty body"
    if len(steps) != len(body):
        yield f"{len(steps)} steps for {len(body)} statements from {where}"
        return
    for step, statement in zip(steps, body, strict=True):
        position = (statement.lineno, statement.col_offset)
        if (step["line"], step["col"]) != position:
            yield f"step at {step['line']}:{step['col']}, statement at {position}"
            continue
        kinds = KINDS.get(step["step"])
        if kinds is not None and not isinstance(statement, kinds):
            yield f"step {step['step']} for {type(statement).__name__} at {position}"
            continue
        yield from inner_differences(step, statement, cells)


def inner_differences(step: Step, statement: Any, cells: list[dict[str, Any]]) -> Iterator[str]:
    """What is wrong inside a statement."""
    line = statement.lineno
    match step["step"]:
        case "value" | "dispatch" if statement.value is None:
            yield f"no value at line {line}"
        case "call":
            call = statement.value
            if len(call.args) != len(step["args"]) or len(call.keywords) != len(step["kwargs"]):
                yield f"other arguments at line {line}"
            elif step["stars"] != [isinstance(a, ast.Starred) for a in call.args]:
                yield f"other stars at line {line}"
        case "if":
            yield from differences(step["body"], statement.body, cells)
            yield from differences(step["orelse"], statement.orelse, cells)
        case "with":
            if len(step["items"]) != len(statement.items):
                yield f"other items at line {line}"
            yield from differences(step["body"], statement.body, cells)
        case "for":
            arguments = step["args"]
            if arguments is not None and len(arguments) != len(statement.iter.args):
                yield f"other arguments at line {line}"
            yield from differences(step["body"], statement.body, cells)
        case "try":
            handlers = statement.handlers
            if len(handlers) != len(step["handlers"]):
                yield f"other handlers at line {line}"
            yield from differences(step["body"], statement.body, cells)
            for planned, handler in zip(step["handlers"], handlers, strict=False):
                yield from differences(planned, handler.body, cells)
            yield from differences(step["orelse"], statement.orelse, cells)
            yield from differences(step["final"], statement.finalbody, cells)
        case "def":
            # A cell is attributed to the line of its own code, the plan to that of the `def`.
            if cells[step["cell"]]["line"] != line:
                yield f"another cell at line {line}"
            if step["function"] is not None:
                yield from differences(step["body"], statement.body, cells)


def parsed(path: Path) -> ast.Module:
    text = path.read_bytes().decode("utf-8")
    # The parser alone accepts what a later pass of the compiler refuses.
    compile(text, path, "exec", dont_inherit=True)
    return ast.parse(text)


def test_steps_stand_where_ast_has_the_statements() -> None:
    tool = built_tool("plan_dump")
    paths = list(files())
    printed = subprocess.run(
        [tool], input="\n".join(map(str, paths)) + "\n", capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(printed) == len(paths)
    wrong: list[str] = []
    planned = 0
    for path, line in zip(paths, printed, strict=True):
        plan = json.loads(line)
        tree = read_quietly(partial(parsed, path))
        if tree is None:
            continue
        if plan["reason"] is not None:
            wrong.append(f"{path}: no plan, {plan['reason']}")
            continue
        planned += 1
        assert [cell["id"] for cell in plan["cells"]] == list(range(len(plan["cells"])))
        wrong += [f"{path}: {each}" for each in differences(plan["body"], tree.body, plan["cells"])]
    assert not wrong, "\n".join(wrong[:50])
    assert planned > 100
