"""Compiled functions: ``lattice.jit``.

A compiled function gives what the function gives, bit for bit. Where the compiled code meets what
it was not made for (an exception, an integer beyond 64 bits, a signal), CPython goes on in the
middle of the function: see docs/jit.md.
"""

from __future__ import annotations

import ast
import functools
import itertools
import linecache
import os
import threading
import types
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar, cast

from lattice import _core
from lattice._resume import resumable

_P = ParamSpec("_P")
_R = TypeVar("_R")

_FLAGS = 0x04 | 0x08 | 0x20 | 0x80 | 0x100 | 0x200  # *args, **kwargs, generators, coroutines


def jit(
    function: Callable[_P, _R], *, wait: bool = False, engine: str = "llvm", patient: bool = False
) -> Callable[_P, _R]:
    """Return a function that gives the same results, from compiled code where that is possible.

    Parameters
    ----------
    function
        A plain function. Its loops over int, float, bool and complex numbers and lists of them
        are compiled for the types of the arguments it is called with.
    wait
        Compile in the first call with new types. By default the call runs in CPython while a
        thread compiles, and later calls use the compiled code.
    engine
        ``"llvm"``, or ``"reference"``: the interpreter of kernels that tests compare with.
    patient
        Use compiled code even if it returned to CPython three times in a row.

    Notes
    -----
    ``lattice.kernels.report(compiled)`` tells what was compiled, and why something was not.
    """
    place = locate(function)
    source, reason = None, ""
    if isinstance(place, str):
        reason = place
    else:
        plain = cast("types.FunctionType", function)
        source = (*place, functools.partial(_resumable, plain), _locate_called)
    compiled = _core.kernel.Compiled(
        function, source, reason, _start, wait, engine, _folder(), patient
    )
    functools.update_wrapper(compiled, function)
    return cast("Callable[_P, _R]", compiled)


def report(compiled: Callable[..., Any]) -> list[dict[str, Any]]:
    """What became of a compiled function: one entry for each combination of argument types.

    ``types``; ``state``: ``compiled``, ``compiling`` or ``not compiled``; ``reason`` and ``line``
    of the latter; ``loops``: lines of the compiled loops; ``calls``; ``returns`` to CPython.
    """
    return _core.kernel.report(compiled)


def dump(compiled: Callable[..., Any]) -> str:
    """The typed code of all that was compiled."""
    return _core.kernel.dump(compiled)


def problem() -> str:
    """Why nothing is compiled; empty if all is well."""
    return _core.kernel.problem(_folder())


def locate(function: Callable[..., Any]) -> tuple[str, str, int] | str:
    """The text, path and first line of the function's source; or why it cannot be compiled."""
    if not isinstance(function, types.FunctionType):
        return "it is no plain function"
    code = function.__code__
    if code.co_flags & _FLAGS or code.co_kwonlyargcount or code.co_posonlyargcount:
        return "it has `*` parameters or is a generator"
    if code.co_freevars:
        return "it uses variables of the function around it"
    text = "".join(linecache.getlines(code.co_filename, function.__globals__))
    if not text:
        return "its source is not at hand"
    # The file may have changed since it was imported.
    if not any(_same(code, other) for other in _codes(text, code.co_filename)):
        return "its source has changed"
    return text, code.co_filename, code.co_firstlineno


def _same(a: types.CodeType, b: types.CodeType) -> bool:
    return a == b and a.co_linetable == b.co_linetable and a.co_code == b.co_code


@functools.lru_cache(maxsize=8)
def _codes(text: str, path: str) -> list[types.CodeType]:
    try:
        found = [compile(text, path, "exec", dont_inherit=True)]
    except (SyntaxError, ValueError, RecursionError):
        return []
    for code in found:
        found += [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return found


@functools.lru_cache(maxsize=8)
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _definitions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _resumable(
    function: types.FunctionType, text: str, positions: list[tuple[int, int]]
) -> types.FunctionType | None:
    """The function that goes on in the middle; None where the two parsers do not agree."""
    code = function.__code__
    for node in _definitions(_tree(text)):
        lines = [node.lineno, *(decorator.lineno for decorator in node.decorator_list)]
        if node.name == code.co_name and min(lines) == code.co_firstlineno:
            return resumable(function, node, positions)
    return None


def _locate_called(function: Callable[..., Any]) -> tuple[str, str, int] | None:
    place = locate(function)
    return None if isinstance(place, str) else place


def _start(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="lattice compiler").start()


def _folder() -> str:
    return os.path.dirname(_core.__file__)


# Continuations chain a first round of their own before what is left of an iterator.
_core.kernel.set_iterators(range, enumerate, zip, itertools.chain)
