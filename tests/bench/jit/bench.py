"""Compiled functions beside CPython, `clang -O3` without checks, and Numba where it is installed.

``python tests/bench/jit/bench.py [NAME...]``. All run in one process run (Numba in its own), results
are compared by ``repr``; times are the best of five, in ms, with boxing and copying of arguments.
"""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from lattice import kernels

import kernels as loops

#: Loops with a C form: what they return. Their arguments are integers.
IN_C = {
    "collatz": ctypes.c_int64,
    "sieve": ctypes.c_int64,
    "mandelbrot": ctypes.c_int64,
    "spectral_norm": ctypes.c_double,
    "monte_carlo": ctypes.c_double,
    "black_scholes": ctypes.c_double,
    "kalman": ctypes.c_double,
    "binomial_tree": ctypes.c_double,
}
NUMBA = """
import sys, time
sys.path.insert(0, sys.argv[1])
import kernels, numba
function, arguments = next((f, a) for n, f, a in kernels.CASES if n == sys.argv[2])
kernels.element, kernels.normal = numba.njit(kernels.element), numba.njit(kernels.normal)
made, times = numba.njit(function), []
for _ in range(6):
    given = arguments()
    begin = time.perf_counter()
    made(*given)
    times.append(time.perf_counter() - begin)
print(times[0], min(times[1:]))
"""


def compile_c(folder: str) -> ctypes.CDLL | None:
    clang = shutil.which("clang-19") or shutil.which("clang")
    if clang is None:
        return None
    library = f"{folder}/loops.so"
    source = str(Path(__file__).parent / "loops.c")
    flags = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]
    subprocess.run([clang, *flags, source, "-o", library, "-lm"], check=True)
    return ctypes.CDLL(library)


def best(call: Callable[..., Any], arguments: Callable[[], tuple[Any, ...]], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        given = arguments()
        begin = time.perf_counter()
        call(*given)
        times.append(time.perf_counter() - begin)
    return min(times)


def numba_time(name: str) -> float | None:
    command = [sys.executable, "-c", NUMBA, str(Path(__file__).parent), name]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(found.stdout.split()[1]) if found.returncode == 0 else None


def main() -> int:
    chosen = sys.argv[1:]
    wrong, ratios, gains = 0, [], []
    print(
        f"{'':20}{'CPython':>10}{'first':>9}{'compiled':>10}{'gain':>8}{'clang':>9}{'ratio':>7}"
        f"{'Numba':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        library = compile_c(folder)
        for name, function, arguments in loops.CASES:
            if chosen and name not in chosen:
                continue
            compiled = kernels.jit(function, wait=True)
            given, again = arguments(), arguments()
            expected = repr((function(*given), given))
            begin = time.perf_counter()
            result = compiled(*again)
            first = time.perf_counter() - begin
            got = repr((result, again))
            wrong += got != expected
            plain, fast = best(function, arguments, 2), best(compiled, arguments, 5)
            line = f"{name:20}{plain * 1e3:10.1f}{first * 1e3:9.1f}{fast * 1e3:10.2f}"
            line += f"{plain / fast:7.1f}x"
            if not name.startswith("scale"):
                gains.append(plain / fast)
            if library is not None and name in IN_C:
                native = library[name]
                native.restype = IN_C[name]
                native.argtypes = [ctypes.c_int64] * len(arguments())
                same = repr(native(*arguments())) == repr(function(*arguments()))
                bound = best(native, arguments, 5)
                ratios.append(fast / bound)
                line += f"{bound * 1e3:9.2f}{fast / bound:6.2f}x{'' if same else ' (C differs)'}"
            else:
                line += f"{'-':>9}{'-':>7}"
            other = numba_time(name)
            line += f"{other * 1e3:9.2f}" if other else f"{'-':>9}"
            print(line + ("" if got == expected else "  DIFFERENT RESULT"), flush=True)
    mean = math.exp(sum(map(math.log, gains)) / len(gains))
    print(f"CPython / compiled: geometric mean {mean:.1f}x, least {min(gains):.1f}x")
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"compiled / clang: geometric mean {mean:.2f}x, most {max(ratios):.2f}x")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
