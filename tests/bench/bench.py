"""Lattice beside stock Streamlit, in one run, over the real websocket.

    ./dev bench [--quick] [--only NAME...] [--write docs/benchmarks.md]

Exits with 1 if something could not be measured. A missed goal is a line of the table, not an error.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from measure import ROOT, Plan, jobs
from report import Row, document, line, table

NAMES = ["unrelated", "hello", "samples", "in-place", "sensors", "graph", "guards", "pages"]
NAMES += ["scripts", "walk"]


def arguments() -> argparse.Namespace:
    programs = Path(sys.executable).parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few repetitions, for a first look")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--samples", nargs="+", metavar="NAME", help="only these samples")
    parser.add_argument("--seed", type=int, default=1, help="seed of the walks")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the report to FILE")
    parser.add_argument("--stock", default=str(programs / "streamlit"), metavar="COMMAND")
    parser.add_argument("--lattice", default=str(programs / "lattice"), metavar="COMMAND")
    return parser.parse_args()


def samples(names: list[str] | None) -> list[Path]:
    found = sorted((ROOT / "samples").glob("*.py"))
    return [path for path in found if names is None or path.stem in names]


def from_anywhere(command: str) -> str:
    """The command with absolute paths: servers run in the folder of their script."""
    words = shlex.split(command)
    return shlex.join(
        str(Path(w).absolute()) if "/" in w and Path(w).exists() else w for w in words
    )


def main() -> int:
    given = arguments()
    rows: list[Row] = []
    failed = 0
    with tempfile.TemporaryDirectory(prefix="lattice-bench-") as folder:
        plan = Plan(
            stock=from_anywhere(given.stock),
            lattice=from_anywhere(given.lattice),
            seed=given.seed,
            repeats=10 if given.quick else 30,
            starts=3 if given.quick else 9,
            folder=Path(folder),
        )
        names = [name for name in given.only if name != "walk"]
        for name, job in jobs(names, samples(given.samples)):
            try:
                for row in job(plan):
                    rows.append(row)
                    print(line(row), file=sys.stderr, flush=True)
            except (RuntimeError, LookupError, OSError, TimeoutError) as error:
                failed += 1
                note = " ".join(str(error).split()).replace("|", "\\|")[:200]
                rows.append(Row(name, note=f"not measured: {note}"))
                print(line(rows[-1]), file=sys.stderr, flush=True)
    looks = []
    if "walk" in given.only:
        # Loads the libraries whose objects it looks at.
        import walk

        for look in walk.measure(given.quick):
            looks.append(look)
            print(walk.row(look), file=sys.stderr, flush=True)
    print(table(rows))
    if looks:
        print(walk.section(looks))
    if given.write:
        text = document(rows, given.seed, given.quick)
        given.write.write_text(text + "\n" + walk.section(looks) if looks else text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
