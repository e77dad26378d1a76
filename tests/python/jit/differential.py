"""CPython, the evaluator of kernels and compiled code on random programs: equal in all one sees.

``python differential.py --seconds N --seed S [--programs N] [--inputs N]``. A difference is printed
with its program, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import linecache
import random
import resource
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lattice import kernels

import numeric_programs


def same_sharing(a: Any, b: Any, pairs: dict[int, int]) -> bool:
    """Lists that are one object in `a` are one in `b`."""
    if isinstance(a, list) and isinstance(b, list):
        if pairs.setdefault(id(a), id(b)) != id(b):
            return False
        return len(a) == len(b) and all(map(lambda x, y: same_sharing(x, y, pairs), a, b))
    if isinstance(a, tuple) and isinstance(b, tuple):
        return all(map(lambda x, y: same_sharing(x, y, pairs), a, b))
    return True


class TooLong(BaseException):
    """The program takes too long in CPython: numbers grow without end."""


def _stop(_number: int, _frame: Any) -> None:
    raise TooLong


def outcome(function: Any, arguments: list) -> tuple[Any, list, str]:
    arguments = copy.deepcopy(arguments)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*arguments)
            seen = repr(result)
        except Exception as error:
            result = None
            frames = [
                (f.name, f.lineno, f.end_lineno, f.colno, f.end_colno)
                for f in traceback.extract_tb(error.__traceback__)[1:]
            ]
            # CPython 3.11 itself gives such an error one of two places: once a function is warm, a
            # load is joined with the store before it and takes over its position.
            if isinstance(error, UnboundLocalError):
                frames = [frame[0] for frame in frames]
            seen = f"{type(error).__name__}: {error} {frames}"
    text = f"{seen}\n{arguments!r}\n{[str(w.message) for w in caught]}"
    return (result, arguments), arguments, text


def load(source: str, name: str) -> dict[str, Any]:
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    namespace: dict[str, Any] = {}
    exec(compile(source, name, "exec", dont_inherit=True), namespace)
    return namespace


@contextlib.contextmanager
def limits() -> Iterator[None]:
    """Programs that would go on for ever are given up."""
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)


class Totals:
    def __init__(self) -> None:
        self.programs = self.compiled = self.inputs = self.kernel_inputs = self.returns = 0
        self.reasons: dict[str, int] = {}


def check(seed: int, inputs: int, totals: Totals, engines: list[str]) -> str | None:
    """A description of the first difference."""
    program = numeric_programs.Program(seed)
    source = program.source()
    name = f"<program {seed}>"
    try:
        namespace = load(source, name)
    except (SyntaxError, RecursionError):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        function = namespace["f"]
        made = [kernels.jit(function, wait=True, engine=engine, patient=True) for engine in engines]
    r = random.Random(seed)
    for _ in range(inputs):
        arguments = numeric_programs.arguments(r, program.kinds)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            expected_objects, _, expected = outcome(function, arguments)
        except (TooLong, MemoryError):
            break
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for engine, compiled in zip(engines, made, strict=True):
            objects, _, got = outcome(compiled, arguments)
            shared = same_sharing(expected_objects, objects, {}) and same_sharing(
                objects, expected_objects, {}
            )
            if got != expected or not shared:
                return (
                    f"seed {seed}, {engine}, arguments {arguments!r}\n{source}\n"
                    f"CPython: {expected}\n{engine}: {got}\nsharing equal: {shared}"
                )
        totals.inputs += 1
    totals.programs += 1
    entries = kernels.report(made[-1])
    calls = sum(entry.get("calls", 0) for entry in entries)
    totals.kernel_inputs += calls
    totals.returns += sum(entry.get("returns", 0) for entry in entries)
    totals.compiled += calls > 0
    for entry in entries:
        if "reason" in entry:
            totals.reasons[entry["reason"]] = totals.reasons.get(entry["reason"], 0) + 1
    linecache.cache.pop(name, None)
    return None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--programs", type=int, default=10**9)
    parser.add_argument("--inputs", type=int, default=40)
    parser.add_argument("--engines", default="reference,llvm")
    parser.add_argument("--reasons", action="store_true")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    totals = Totals()
    end = time.monotonic() + options.seconds
    seed = options.seed
    with limits():
        while time.monotonic() < end and totals.programs < options.programs:
            difference = check(seed, options.inputs, totals, options.engines.split(","))
            if difference:
                print(difference)
                return 1
            seed += 1
    print(
        f"{totals.programs} programs from seed {options.seed}, {totals.inputs} program-inputs, "
        f"{totals.compiled} programs ran compiled, {totals.kernel_inputs} calls of kernels, "
        f"{totals.returns} went on in CPython"
    )
    if options.reasons:
        for reason, count in sorted(totals.reasons.items(), key=lambda item: -item[1])[:40]:
            print(count, reason)
    return 0


if __name__ == "__main__":
    sys.exit(main())
