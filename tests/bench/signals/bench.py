"""Signals beside other Python libraries: one process for each library, all cases, results checked.

./dev bench signals [--quick] [--only CASE...] [--write docs/signals-benchmarks.md]
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PEERS = ROOT / "build" / "bench-signals"
NAMES = ["lattice", "observ", "reaktiv", "signified", "solara", "param", "psygnal", "traitlets"]
GOAL = 8.0
# How a worker ends that gave up on a case.
GAVE_UP = 3
# Nodes that a write makes run, for the cases where that is the same number each time.
NODES = {"deep": 51, "broad": 150, "diamond": 7, "triangle": 12}

Results = dict[str, dict[str, dict[str, Any]]]


def install_peers() -> None:
    """Puts the pinned peers into a folder of their own, once."""
    wanted = (HERE / "requirements.txt").read_text()
    stamp = PEERS / ".requirements"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("installing the peers", file=sys.stderr)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "--target", str(PEERS), "--upgrade", "-r", str(HERE / "requirements.txt")],
        check=True,
    )
    stamp.write_text(wanted)


def run(name: str, seconds: float, only: list[str]) -> dict[str, dict[str, Any]]:
    program = (
        "import sys; sys.path.append(sys.argv.pop(1)); sys.path.insert(0, sys.argv.pop(1));"
        "import worker; worker.main()"
    )
    found: dict[str, dict[str, Any]] = {}
    gave_up = True
    while gave_up:
        done = [f"-{case}" for case in found]
        command = [sys.executable, "-c", program, str(PEERS), str(HERE), name, str(seconds)]
        with subprocess.Popen(
            [*command, *only, *done], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                result = json.loads(line)
                found[result.pop("case")] = result
                print(name, line.rstrip(), file=sys.stderr, flush=True)
        gave_up = process.returncode == GAVE_UP
    return found


def time_text(seconds: float) -> str:
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:,.3g} {unit}"
    return f"{seconds * 1e9:,.3g} ns"


def cell(result: dict[str, Any] | None) -> str:
    if result is None:
        return ""
    return time_text(result["seconds"]) if "seconds" in result else str(result["why"])


def best_peer(results: Results, case: str) -> float | None:
    times = [
        results[name][case]["seconds"]
        for name in results
        if name != "lattice" and "seconds" in results[name].get(case, {})
    ]
    return min(times) if times else None


def table(results: Results) -> list[str]:
    names = [name for name in NAMES if name in results]
    lines = [
        "| case | " + " | ".join(names) + " | best peer / Lattice |",
        "|---|" + "--:|" * (len(names) + 1),
    ]
    for case, own in results["lattice"].items():
        if case == "memory":
            continue
        peer = best_peer(results, case)
        ratio = "" if peer is None else f"{peer / own['seconds']:.1f}"
        if peer is not None and peer / own["seconds"] < GOAL:
            ratio += " (goal missed)"
        row = " | ".join(cell(results[name].get(case)) for name in names)
        lines.append(f"| {case} | {row} | {ratio} |")
    return lines


def node_table(results: Results) -> list[str]:
    names = [name for name in NAMES if any(c in results.get(name, {}) for c in NODES)]
    lines = ["| case | " + " | ".join(names) + " |", "|---|" + "--:|" * len(names)]
    for case, nodes in NODES.items():
        row = []
        for name in names:
            result = results[name].get(case, {})
            if "seconds" in result:
                row.append(f"{result['seconds'] / result['writes'] / nodes * 1e9:,.0f}")
            else:
                row.append("")
        if any(row):
            lines.append(f"| {case} | " + " | ".join(row) + " |")
    return lines


def memory_table(results: Results) -> list[str]:
    lines = ["| library | signal | memo, computed, with one dependency |", "|---|--:|--:|"]
    for name in NAMES:
        found = results.get(name, {}).get("memory")
        if found and "signal" in found:
            memo = f"{found['memo']:,.0f}" if "memo" in found else ""
            lines.append(f"| {name} | {found['signal']:,.0f} | {memo} |")
    return lines


def versions(names: list[str]) -> str:
    path = [str(PEERS)]
    found = []
    for name in names:
        package = "solara-ui" if name == "solara" else name
        for distribution in metadata.distributions(name=package, path=path):
            found.append(f"{name} {distribution.version}")
            break
    return ", ".join(found)


def document(results: Results, seconds: float) -> str:
    peers = [name for name in NAMES if name in results and name != "lattice"]
    return "\n".join(
        [
            "# Signals beside other libraries",
            "",
            "Made by `./dev bench signals --write docs/signals-benchmarks.md`: the cases of",
            "js-reactivity-benchmark in Python (`tests/bench/signals/cases.py`), a process for",
            "each library, every result checked. Time of one iteration of the case, the best of up",
            f"to ten series within about {seconds * 2:g} s; writes in batches where there are any.",
            "An empty cell: the library has no memos, or does not find dependencies itself.",
            "",
            f"CPython {platform.python_version()}, {platform.machine()}.",
            f"{versions(peers)};",
            "reaktiv with its lock switched off.",
            "",
            *table(results),
            "",
            f"The goal is {GOAL:g} times the best peer. `dynamic_simple` spends most of its time",
            "in the sums of its own functions. psygnal and traitlets have listeners, not effects",
            "that find out what they read: `create_signals` and the `listen` cases compare less",
            "work with more.",
            "",
            "## Nanoseconds for a node and a write",
            "",
            *node_table(results),
            "",
            "Calling a Python lambda that reads a local variable is about 30 ns of each.",
            "",
            "## Bytes of memory for a node",
            "",
            "Growth of the process for 50,000 nodes. A memo's function object and closure (the",
            "same for all) are taken off.",
            "",
            *memory_table(results),
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="little time for each case")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each case and library")
    parser.add_argument("--only", nargs="+", default=[], metavar="CASE")
    parser.add_argument("--libraries", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    seconds = 0.2 if given.quick else given.seconds
    install_peers()
    names = list(dict.fromkeys(["lattice", *given.libraries]))
    results = {name: run(name, seconds, given.only) for name in names}
    print("\n".join([*table(results), "", *node_table(results), "", *memory_table(results)]))
    if given.write:
        given.write.write_text(document(results, seconds))
    wrong = [
        f"{name} {case}"
        for name, found in results.items()
        for case, result in found.items()
        if "wrong" in str(result.get("why"))
    ]
    if wrong:
        print("wrong results:", ", ".join(wrong), file=sys.stderr)
    return 1 if any(item.startswith("lattice ") for item in wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
