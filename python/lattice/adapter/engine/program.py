"""A script ready to run incrementally: its guard plan and its instrumented code."""

from __future__ import annotations

import ast
import json
import threading
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from lattice import _core, instrument
from lattice.adapter import compat


@dataclass(frozen=True)
class Program:
    """The code to execute and what the engine must know of it.

    `reason` says why the script runs plain (`code` is None then).
    """

    path: str
    text: str
    plan: dict[str, Any]
    code: CodeType | None
    reason: str | None = None
    labels: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    # Lines of loops that are one cell because they go round too often.
    long_loops: tuple[int, ...] = ()


_programs: dict[tuple[str, str, bool], Program] = {}
_lock = threading.Lock()
# Scripts of one process are few; edits make new texts, of which only the latest ones matter.
_MOST_PROGRAMS = 64


def load(path: str, text: str, with_magic: bool) -> Program:
    """Plan and instrument a script that Streamlit has compiled already.

    Parameters
    ----------
    path : absolute path of the script, the file name in its tracebacks
    text : its source
    with_magic : whether bare expressions are drawn (`runner.magicEnabled`)
    """
    key = (path, text, with_magic)
    with _lock:
        program = _programs.get(key)
        if program is None:
            program = _build(path, text, with_magic)
            while len(_programs) >= _MOST_PROGRAMS:
                del _programs[next(iter(_programs))]
            _programs[key] = program
    return program


def outgrown(program: Program, loop: int) -> None:
    """Plan anew what had more parts in one run than are worth a record each.

    Parameters
    ----------
    program : what was executed
    loop : number of the loop that should be one cell; any other number if there is none
    """
    line = program.lines[loop] if loop < len(program.lines) else None
    with _lock:
        key = next((key for key, known in _programs.items() if known is program), None)
        if key is None:
            # The script was edited meanwhile, or another session has said it already.
            return
        if line is None or line in program.long_loops:
            reason = "functions that draw are called too often for a record of each call"
            _programs[key] = Program(program.path, program.text, program.plan, None, reason)
        else:
            _programs[key] = _build(*key, (*program.long_loops, line))


def _build(path: str, text: str, with_magic: bool, long_loops: tuple[int, ...] = ()) -> Program:
    if instrument.GUARDS in text:
        return Program(
            path, text, {}, None, f"the script names `{instrument.GUARDS}`, which is Lattice's"
        )
    # Streamlit decodes and normalises line ends; positions then agree with its syntax tree.
    plan: dict[str, Any] = json.loads(
        _core.plan_json(text.encode("utf-8", "surrogatepass"), path, list(long_loops))
    )
    reason: str | None = plan["reason"]
    if reason is not None:
        return Program(path, text, plan, None, reason)
    try:
        tree = compat.magic.add_magic(text, path) if with_magic else ast.parse(text, path)
        code = instrument.instrument(tree, plan, path)
    except instrument.PlanMismatchError as error:
        return Program(path, text, plan, None, f"the guard plan does not fit the script: {error}")
    except RecursionError:
        return Program(path, text, plan, None, "the script is nested too deeply to be instrumented")
    cells = plan["cells"]
    return Program(
        path,
        text,
        plan,
        code,
        None,
        [cell["label"] for cell in cells],
        [cell["line"] for cell in cells],
        long_loops,
    )
