"""Random programs, random clicks: stock Streamlit and Lattice must agree after every one of them.

    python tests/fuzz/fuzz.py --programs 100              seeds 0 to 99
    python tests/fuzz/fuzz.py --seconds 600 --jobs 2      as many as fit into ten minutes
    python tests/fuzz/fuzz.py --seed 4711 --programs 1    one program again

On a difference the program and its clicks are made smaller and printed as a script that begins with
its clicks, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import itertools
import multiprocessing
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

_TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(_TESTS / "python"))

from lattice.browser.step import Step

from driver.walk import Difference
from generate import generate
from minimise import minimised
from session import compare_steps, compared, walked

# Seconds for a click; most programs take less than one for all of theirs.
_PATIENCE = 30
# Seconds between two lines of progress in a log.
_QUIET = 60


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
    recording, traces = walked(path, count, seed), []
    difference = compared(path, recording, traces)
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
    programs = differences = 0
    progress = Progress(started)
    for outcome in _outcomes(options, settings, started):
        programs += 1
        done.runs += outcome.runs
        done.ran += outcome.ran
        done.skipped += outcome.skipped
        if outcome.found:
            differences += 1
            text = case_of(outcome)
            print(f"\n{text}", flush=True)
            if options.out is None:
                break
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / f"seed{outcome.seed}.py").write_text(text)
        progress.show(f"{programs} programs, {done.runs} interactions, {differences} differences")
    progress.end()
    took = max(0.001, time.monotonic() - started)
    cells = max(1, done.ran + done.skipped)
    print(
        f"{programs} programs, {done.runs} interactions, {differences or 'no'} differences; "
        f"{programs / took:.1f} programs/s, {done.runs / took:.0f} interactions/s, "
        f"{done.skipped / cells:.0%} of the cells skipped"
    )
    return 1 if differences else 0


class Progress:
    """On standard error: one line that changes on a terminal, else one line a minute."""

    def __init__(self, started: float) -> None:
        self._started = started
        self._terminal = sys.stderr.isatty()
        self._shown = started

    def show(self, text: str) -> None:
        now = time.monotonic()
        line = f"{text}, {now - self._started:.0f} s"
        if self._terminal:
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
        elif now - self._shown >= _QUIET:
            self._shown = now
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._terminal:
            print(file=sys.stderr)


def case_of(outcome: Outcome) -> str:
    """A runnable script that begins with the difference and the clicks, as scenarios do."""
    again = f"python tests/fuzz/fuzz.py --programs 1 --seed {outcome.seed}"
    lines = [f"seed {outcome.seed}: {outcome.found}", "", f"Again: {again}", "", "Clicks:"]
    lines = [f"# {line}".rstrip() for line in "\n".join(lines).splitlines()]
    lines += [f"# > {step}" for step in outcome.steps]
    return "\n".join(lines) + "\n" + outcome.source


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
    waiting = seeds()
    lost: list[int] = []
    while True:
        yield from _until_one_dies(options.jobs, waiting, settings, lost)
        if not lost:
            return
        # One of these has ended its process: each once more, in a process of its own.
        for seed in list(lost):
            lost.clear()
            yield from _until_one_dies(1, iter([seed]), settings, lost)
            if lost:
                source = generate(seed, settings.size)
                yield Outcome(seed, found="the process died or hung (see above)", source=source)
        lost.clear()


def _until_one_dies(
    jobs: int, seeds: Iterator[int], settings: Options, lost: list[int]
) -> Iterator[Outcome]:
    """What `jobs` processes find; `lost` gets the seeds that had begun when one of them ended."""
    # Each worker starts clean: a forked Streamlit would share its threads' locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        running: dict[Future[Outcome], int] = {}
        while True:
            for seed in itertools.islice(seeds, jobs - len(running)):
                running[pool.submit(_guarded, (seed, settings))] = seed
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                seed = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost += [seed, *running.values()]
                    return
                yield future.result()


def _guarded(work: tuple[int, Options]) -> Outcome:
    seed, settings = work
    # A program that hangs is a finding, too: where it does is printed, and the process ends.
    patience = _PATIENCE * settings.steps + settings.minimise
    faulthandler.dump_traceback_later(patience, exit=True)
    try:
        return fuzz_one(seed, settings)
    except Exception:
        return Outcome(seed, found=traceback.format_exc(), source=generate(seed, settings.size))
    finally:
        faulthandler.cancel_dump_traceback_later()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, help="stop starting programs after this time")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first program (default 0)")
    parser.add_argument("--programs", type=int, help="how many programs (default 100)")
    parser.add_argument("--steps", type=int, default=10, help="clicks a program (default 10)")
    parser.add_argument(
        "--size", type=int, default=0, help="statements at top level (default: varied)"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument(
        "--minimise", type=float, default=300, metavar="SECONDS", help="0: report it as it is"
    )
    parser.add_argument(
        "--out", type=Path, help="write every difference into this folder, and go on"
    )
    options = parser.parse_args()
    if options.seconds is None and options.programs is None:
        options.programs = 100
    return options


if __name__ == "__main__":
    sys.exit(main())
