"""Random programs, random clicks: stock Streamlit and Lattice must agree after every one of them.

    python tests/fuzz/fuzz.py --programs 100              seeds 0 to 99
    python tests/fuzz/fuzz.py --seconds 600 --jobs 2      as many as fit into ten minutes
    python tests/fuzz/fuzz.py --seed 4711 --programs 1    one program again

On a difference the program and its clicks are made smaller and printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import multiprocessing
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(_TESTS / "python"))

from driver.apptest import LocalApp, compare_steps, fresh_process
from driver.engine import lattice_enabled
from driver.step import Step
from driver.walk import Difference, Recording, record_walk, replay
from generate import generate
from minimise import minimised


@dataclass
class Outcome:
    """One program. `found` describes the difference; `ran` and `skipped` count cells."""

    seed: int
    runs: int = 0
    ran: int = 0
    skipped: int = 0
    found: str = ""
    source: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    steps: int
    size: int
    minimise: float


def fuzz_one(seed: int, options: Options) -> Outcome:
    """Program number `seed`, clicked `options.steps` times on both sides."""
    warnings.simplefilter("ignore")
    outcome, source = Outcome(seed), generate(seed, options.size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        path.write_text(source)
        difference = _compared(path, options.steps, seed, outcome)
        if difference is None:
            return outcome
        outcome.found, steps = str(difference), difference.steps
        if options.minimise:

            def fails(candidate: str, clicks: Sequence[Step]) -> bool:
                # A new name for each text: nothing may be remembered of the one before.
                name = hashlib.sha1(candidate.encode()).hexdigest()[:12]
                path = Path(folder) / f"{name}.py"
                path.write_text(candidate)
                return compare_steps(path, clicks) is not None

            source, steps = minimised(source, steps, fails, options.minimise)
            path.write_text(source)
            smaller = compare_steps(path, steps)
            outcome.found = str(smaller) if smaller is not None else outcome.found
    outcome.source, outcome.steps = source, tuple(str(step) for step in steps)
    return outcome


def _compared(path: Path, count: int, seed: int, outcome: Outcome) -> Difference | None:
    with fresh_process(path):
        recording: Recording = record_walk(LocalApp(path), count, seed)
    with fresh_process(path), lattice_enabled() as traces:
        difference = replay(LocalApp(path), recording)
    outcome.runs = len(recording.states)
    for trace in traces:
        for cell in trace.cells:
            outcome.ran += cell.action == "run"
            outcome.skipped += cell.action == "skip"
    return difference


def main() -> int:
    options = _arguments()
    settings = Options(options.steps, options.size, options.minimise)
    started = time.monotonic()
    print(f"seed {options.seed}", flush=True)
    done = Outcome(options.seed)
    programs = 0
    for outcome in _outcomes(options, settings, started):
        programs += 1
        done.runs += outcome.runs
        done.ran += outcome.ran
        done.skipped += outcome.skipped
        if outcome.found:
            _report(outcome)
            return 1
        if sys.stderr.isatty():
            took = time.monotonic() - started
            print(f"\r{programs} programs, {done.runs} runs, {took:.0f} s", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    cells = max(1, done.ran + done.skipped)
    print(
        f"{programs} programs, {done.runs} runs: no difference, "
        f"{done.skipped / cells:.0%} of the cells skipped"
    )
    return 0


def _outcomes(options: argparse.Namespace, settings: Options, started: float) -> Iterator[Outcome]:
    def seeds() -> Iterator[int]:
        for number in itertools.count():
            if options.programs is not None and number >= options.programs:
                return
            if options.seconds is not None and time.monotonic() - started > options.seconds:
                return
            yield options.seed + number

    if options.jobs == 1:
        yield from (_guarded((seed, settings)) for seed in seeds())
        return
    # Each worker starts clean: a forked Streamlit would share its threads' locks.
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        waiting = seeds()
        while batch := [(s, settings) for s in itertools.islice(waiting, options.jobs * 8)]:
            yield from pool.imap_unordered(_guarded, batch)


def _guarded(work: tuple[int, Options]) -> Outcome:
    seed, settings = work
    try:
        return fuzz_one(seed, settings)
    except Exception:
        return Outcome(seed, found=traceback.format_exc(), source=generate(seed, settings.size))


def _report(outcome: Outcome) -> None:
    print(f"\nseed {outcome.seed}: {outcome.found}\n\nprogram, run it with `lattice run`:\n")
    print(outcome.source)
    print("clicks:")
    for step in outcome.steps:
        print(f"    {step}")
    print(f"\nagain: python tests/fuzz/fuzz.py --seed {outcome.seed} --programs 1")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, help="stop starting programs after this time")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first program (default 0)")
    parser.add_argument("--programs", type=int, help="how many programs (default 100)")
    parser.add_argument("--steps", type=int, default=10, help="clicks a program (default 10)")
    parser.add_argument("--size", type=int, default=14, help="statements at top level (default 14)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument(
        "--minimise", type=float, default=300, metavar="SECONDS", help="0: report it as it is"
    )
    options = parser.parse_args()
    if options.seconds is None and options.programs is None:
        options.programs = 100
    return options


if __name__ == "__main__":
    sys.exit(main())
