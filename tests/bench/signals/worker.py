"""All cases with one library, in this process: ``worker.py LIBRARY SECONDS [CASE...]``.

`-CASE` leaves one out. One line of JSON for each case: seconds for an iteration (the best of ten,
each of up to 500 iterations or the time given), writes in an iteration, or why there is no number.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
import types
from pathlib import Path
from typing import Any

from libraries import LIBRARIES, Library

BEST_OF = 10
MOST_ITERATIONS = 500
# Seconds for a case; some libraries take minutes for some.
PATIENCE = 15
GAVE_UP = 3
running = [""]


def cases_of(library: Library) -> types.SimpleNamespace:
    source = (Path(__file__).parent / "cases.py").read_text()
    module = types.ModuleType("cases")
    sys.modules["cases"] = module
    exec(compile(library.spell(source), f"<cases for {library.name}>", "exec"), vars(module))
    return types.SimpleNamespace(**vars(module))


def measure(make: Any, library: Library, seconds: float) -> dict[str, Any]:
    case = make(library)
    begin = time.perf_counter()
    case.iterate()
    first = time.perf_counter() - begin
    case.check()
    count = max(1, min(MOST_ITERATIONS, int(seconds / BEST_OF / max(first, 1e-9))))
    best, spent = first, first
    for _ in range(BEST_OF):
        if spent > seconds * 2:
            break
        gc.collect()
        begin = time.perf_counter()
        for _ in range(count):
            case.iterate()
        took = time.perf_counter() - begin
        spent += took
        best = min(best, took / count)
    case.check()
    return {"seconds": best, "writes": case.writes}


def memory(library: Library) -> dict[str, float]:
    """Bytes for a signal, and for a memo that reads it and was read, over what a function needs."""
    count = 50_000
    cases = cases_of(library)

    def grown(make: Any) -> float:
        gc.collect()
        before = rss()
        kept = make()
        gc.collect()
        used = (rss() - before) / count
        del kept
        return used

    # Functions come first, so that later ones find their memory used.
    functions = grown(lambda: cases.plain_functions(count))
    found = {"signal": grown(lambda: [library.signal(n) for n in range(count)])}
    if not library.listens_only:
        found["memo"] = grown(lambda: cases.plain_memos(library, count)) - functions
    return found


def rss() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def give_up(*_: object) -> None:
    """Some libraries swallow exceptions, so the process ends; the benchmark starts another."""
    print(json.dumps({"case": running[0], "why": f"over {PATIENCE} s"}), flush=True)
    os._exit(GAVE_UP)


def main() -> None:
    signal.signal(signal.SIGALRM, give_up)
    name, seconds, wanted = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    library = LIBRARIES[name]()
    sys.setrecursionlimit(20_000)
    cases = cases_of(library)
    makers = [] if library.listens_only else list(cases.MEMO_CASES)
    done = {case[1:] for case in wanted if case.startswith("-")}
    wanted = [case for case in wanted if not case.startswith("-")]
    if "memory" not in done:
        running[0] = "memory"
        signal.alarm(PATIENCE)
        found = memory(library)
        signal.alarm(0)
        print(json.dumps({"case": "memory", **found}), flush=True)
    for make in makers + list(cases.SIGNAL_CASES):
        case = make.__name__
        if (wanted and case not in wanted) or case in done:
            continue
        running[0] = case
        if case in cases.NEED_TRACKING and not library.tracks:
            continue
        signal.alarm(PATIENCE)
        try:
            result = measure(make, library, seconds)
        except RecursionError:
            result = {"why": "recursion error"}
        except AssertionError as error:
            result = {"why": f"wrong result {str(error)[:40]}"}
        finally:
            signal.alarm(0)
        print(json.dumps({"case": case, **result}), flush=True)
        gc.collect()


if __name__ == "__main__":
    main()
