"""The measurements. Each yields rows and touches stock and lattice in turns."""

from __future__ import annotations

import dataclasses
import itertools
import json
import random
import re
import shlex
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import generate
import scripts
from client import Server, Tab
from report import Row
from steps import Step, choose, do, possible, scenario

ROOT = Path(__file__).resolve().parents[2]
# Steps before the clock counts: the first answers of a session import, compile and record.
WARM_UP = 5
# Lattice's line for an interaction: "12:00:01  slider `n`  ran 3/40  2 ms".
RAN = re.compile(r"  ran (\d+)/(\d+)  ")
Answer = TypeVar("Answer")


@dataclass
class Plan:
    """What to compare, and how often. `folder` is for generated scripts."""

    stock: str
    lattice: str
    seed: int
    repeats: int
    starts: int
    folder: Path

    @property
    def commands(self) -> tuple[str, str]:
        return self.stock, self.lattice


class Pair:
    """The same script on stock and on lattice, with one tab each. `first` are the seconds of the
    first run in the two fresh processes."""

    def __init__(self, plan: Plan, script: Path, trace: Path | None = None) -> None:
        self._stack = ExitStack()
        self._turn = itertools.count()
        flags = () if trace is None else ("--lattice.trace", str(trace))
        try:
            self.servers = [
                self._stack.enter_context(Server(command, script, *more))
                for command, more in zip(plan.commands, ((), flags), strict=True)
            ]
            self.tabs = [Tab(server) for server in self.servers]
            self.first = self._alternate(lambda side: self.tabs[side].open())
        except BaseException:
            self._stack.close()
            raise

    def _alternate(self, act: Callable[[int], Answer]) -> tuple[Answer, Answer]:
        """`act(0)` and `act(1)`, the other one first every second time."""
        order = (0, 1) if next(self._turn) % 2 == 0 else (1, 0)
        results = {side: act(side) for side in order}
        return results[0], results[1]

    def do(self, step: Step) -> tuple[float, float] | None:
        """Seconds on stock and on lattice; None if the step only fills in a form."""
        stock, lattice = self._alternate(lambda side: do(self.tabs[side], step))
        return None if stock is None or lattice is None else (stock, lattice)

    def open_tab(self) -> tuple[float, float]:
        """Seconds of the first run of a new session."""

        def act(side: int) -> float:
            tab = Tab(self.servers[side])
            seconds = tab.open()
            tab.close()
            return seconds

        return self._alternate(act)

    def skipped(self) -> float | None:
        """Share of cells skipped since the last call; None if lattice printed nothing about it."""
        counts = [RAN.search(text) for text in self.servers[1].take_lines()]
        ran = sum(int(count.group(1)) for count in counts if count)
        cells = sum(int(count.group(2)) for count in counts if count)
        return 1 - ran / cells if cells else None

    def check(self) -> None:
        """A script that fails is quick: no number of such a run may be shown."""
        stock, lattice = (tab.exceptions for tab in self.tabs)
        if stock or lattice:
            raise RuntimeError(f"exceptions on stock: {stock[:3]}, on lattice: {lattice[:3]}")

    def __enter__(self) -> Pair:
        return self

    def __exit__(self, *_: object) -> None:
        for tab in self.tabs:
            tab.close()
        self._stack.close()


def timed(pair: Pair, steps: Iterator[Step], repeats: int) -> tuple[list[float], list[float]]:
    """Seconds of `repeats` interactions on both sides, after a warm-up."""
    pairs: list[tuple[float, float]] = []
    while len(pairs) < repeats + WARM_UP:
        seconds = pair.do(next(steps))
        if seconds is not None:
            pairs.append(seconds)
        if len(pairs) == WARM_UP:
            pair.skipped()
    pair.check()
    kept = pairs[WARM_UP:]
    return [one for one, _ in kept], [other for _, other in kept]


def sweep(name: str, values: list[int]) -> Iterator[Step]:
    return ({"set": name, "value": value} for value in itertools.cycle(values))


def unrelated_widget(plan: Plan) -> Iterator[Row]:
    """A widget that only changes how the result of a slow function is drawn."""
    with Pair(plan, ROOT / "samples" / "simulation.py") as pair:
        stock, lattice = timed(pair, sweep("Line width", list(range(1, 9))), plan.repeats)
        share = pair.skipped()
    yield Row("`simulation.py`, unrelated widget", stock, lattice, goal=0.1, skipped=share)


def hello(plan: Plan) -> Iterator[Row]:
    script = ROOT / "samples" / "hello.py"
    with Pair(plan, script) as pair:
        steps = sweep("How many times?", list(range(1, 11)))
        stock, lattice = timed(pair, steps, plan.repeats)
        share = pair.skipped()
    yield Row("`hello.py`, an interaction", stock, lattice, goal=1.0, skipped=share)
    starts: tuple[list[float], list[float]] = ([], [])
    for turn in range(plan.starts):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            with Server(plan.commands[side], script) as server:
                tab = Tab(server)
                tab.open()
                starts[side].append(tab.finished - server.started)
                tab.close()
    yield Row("`hello.py`, start to first page", *starts, goal=1.15, digits=0)


def sample(plan: Plan, script: Path) -> Iterator[Row]:
    """A first run in a fresh process, first runs of new sessions, and a seeded walk."""
    steps = scenario(ROOT / "tests" / "scenarios" / f"{script.stem}.toml")
    cold: list[tuple[float, float]] = []
    for _ in range(plan.starts // 3):
        with Pair(plan, script) as pair:
            cold.append(pair.first)
    trace = plan.folder / f"{script.stem}.jsonl"
    with Pair(plan, script, trace) as pair:
        cold.append(pair.first)
        fresh = [pair.open_tab() for _ in range(max(5, plan.repeats * 2 // 3))]
        walk = walking(pair, steps, random.Random(f"{plan.seed} {script.stem}"))
        stock, lattice = timed(pair, walk, plan.repeats)
        share = pair.skipped()
    name = f"`{script.name}`"
    note = objects_in(trace, len(lattice))
    yield Row(f"{name}, walk", stock, lattice, skipped=share, note=note)
    yield Row(f"{name}, new session", *zip(*fresh, strict=True), goal=1.15)
    yield Row(f"{name}, first run of the process", *zip(*cold, strict=True), goal=1.15)


def objects_in(trace: Path, count: int) -> str:
    """How often objects were put back, and made again because something changes them in place, in
    each of the last `count` interactions of a trace file."""
    last = [json.loads(line) for line in trace.read_text().splitlines()[-count:]]
    back = sum(each["rewinds"] for each in last) / len(last)
    again = sum(cell["code"] == "in-place" for each in last for cell in each["cells"]) / len(last)
    return f"put back {back:.2f}, made again {again:.2f}"


def walking(pair: Pair, steps: list[Step], generator: random.Random) -> Iterator[Step]:
    """Steps are chosen by what stock shows; lattice has to be able to follow."""
    while True:
        step = choose(pair.tabs[0], steps, generator)
        if not possible(pair.tabs[1], step):
            raise RuntimeError(f"lattice's page does not allow {step}")
        yield step


def graph(plan: Plan) -> Iterator[Row]:
    """`lattice graph` on 1,000 lines, with the start of the process."""
    script = plan.folder / "long.py"
    script.write_text(generate.long_script(1000))
    command = [*shlex.split(plan.lattice), "graph", str(script)]
    name = "`lattice graph`, 1,000 lines"
    seconds: list[float] = []
    for _ in range(plan.repeats + WARM_UP):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds.append(time.perf_counter() - start)
        if done.returncode or not done.stdout.strip():
            yield Row(name, limit=0.02, note=f"not measured: exit code {done.returncode}")
            return
    yield Row(name, lattice=seconds[WARM_UP:], limit=0.02, digits=2)


def guards(plan: Plan, small: int = 2_000, large: int = 4_000) -> Iterator[Row]:
    """What one more skipped cell costs: two scripts that differ only in their number of cells."""
    medians: list[tuple[float, float]] = []
    share = None
    for cells in (small, large):
        script = plan.folder / f"chain{cells}.py"
        script.write_text(generate.chain(cells))
        seconds: list[tuple[float, float]] = []
        with Pair(plan, script) as pair:
            for value in range(1, plan.repeats + WARM_UP + 1):
                pair.do({"set": "n", "value": value})
                seconds.append((float(pair.tabs[0].texts[-1]), float(pair.tabs[1].texts[-1])))
            pair.check()
            share = pair.skipped()
        stock, lattice = zip(*seconds[WARM_UP:], strict=True)
        medians.append((statistics.median(stock), statistics.median(lattice)))
        what = f"{cells:,} cells `xN = f(xM)`, inside the script"
        yield Row(what, stock, lattice, skipped=share, digits=3)
    extra = [(more - less) / (large - small) for less, more in zip(*medians, strict=True)]
    goal = 300e-9 if share else None
    note = "from the two medians above" + ("" if share else "; not known to be skipped")
    yield Row("one more such cell", extra[:1], extra[1:], limit=goal, note=note)


def pages(plan: Plan) -> Iterator[Row]:
    """Pages of many elements, of which one changes, and a page on which nothing is slow."""
    made = [(f"{n:,} texts, one changes", generate.texts(n), 0.003) for n in (1, 100, 1_000, 3_000)]
    made += [(f"{n:,} text inputs, a text changes", generate.inputs(n), None) for n in (100, 500)]
    for number, (name, text, limit) in enumerate(made):
        script = plan.folder / f"page{number}.py"
        script.write_text(text)
        with Pair(plan, script) as pair:
            steps = ({"set": "n", "value": value} for value in itertools.count(1))
            stock, lattice = timed(pair, steps, plan.repeats)
            yield Row(name, stock, lattice, limit=limit, skipped=pair.skipped())
    script = plan.folder / "trivial.py"
    script.write_text(generate.trivial(500))
    with Pair(plan, script) as pair:
        steps = ({"set": "n", "value": value} for value in itertools.count(1))
        stock, lattice = timed(pair, steps, plan.repeats)
        yield Row("500 trivial lines", stock, lattice, goal=1.0, skipped=pair.skipped())


def in_place(plan: Plan) -> Iterator[Row]:
    """An unrelated widget beside an object that is changed in place."""
    for number, (name, text) in enumerate(generate.IN_PLACE.items()):
        script = plan.folder / f"in_place{number}.py"
        script.write_text(text)
        trace = plan.folder / f"in_place{number}.jsonl"
        with Pair(plan, script, trace) as pair:
            stock, lattice = timed(pair, sweep("n", list(range(1, 9))), plan.repeats)
            share = pair.skipped()
        note = objects_in(trace, len(lattice))
        what = f"{name} changed in place, unrelated widget"
        yield Row(what, stock, lattice, goal=0.1, skipped=share, note=note)


def sensors(plan: Plan) -> Iterator[Row]:
    """A script that reads a file, the clock and random numbers 100 times, in each run."""
    script = plan.folder / "sensed.py"
    script.write_text(generate.sensed(100))
    name = "300 reads of a file, the clock, random"
    without = f"env LATTICE_SENSE=0 {plan.lattice}"
    others = {
        f"{name}; stock and lattice": plan,
        f"{name}; stock and lattice without sensors": dataclasses.replace(plan, lattice=without),
        f"{name}; lattice without and with sensors": dataclasses.replace(plan, stock=without),
    }
    for what, each in others.items():
        with Pair(each, script) as pair:
            stock, lattice = timed(pair, sweep("n", list(range(1, 9))), plan.repeats)
            yield Row(what, stock, lattice, skipped=pair.skipped())


def all_scripts(plan: Plan) -> Iterator[Row]:
    """A walk through each script of the tests; what fails is a line of the table."""
    total: tuple[list[float], list[float]] = ([], [])
    with scripts.servers() as shared:
        for script in scripts.found():
            name = f"`{script.relative_to(scripts.TESTS / 'python')}`"
            try:
                walked = scripts.walk(shared, script, plan.seed)
            except RuntimeError as error:
                note = " ".join(str(error).split()).replace("|", "\\|")[:200]
                yield Row(name, note=f"not measured: {note}")
                continue
            row = Row(name, walked.stock, walked.lattice, goal=1.05, skipped=walked.skipped)
            if row.ratio is None:
                row = Row(name, note="not measured: nothing runs it again")
            yield row
            if walked.stock and walked.lattice:
                total[0].append(statistics.median(walked.stock))
                total[1].append(statistics.median(walked.lattice))
    if total[0]:
        yield Row("median of these medians", *total)


Job = Callable[[Plan], Iterator[Row]]
MEASUREMENTS: dict[str, Job] = {
    "unrelated": unrelated_widget,
    "hello": hello,
    "graph": graph,
    "guards": guards,
    "pages": pages,
    "in-place": in_place,
    "sensors": sensors,
    "scripts": all_scripts,
}


def jobs(names: list[str], samples: list[Path]) -> Iterator[tuple[str, Job]]:
    """Name and measurement, one for each sample under the name `samples`."""
    for name in names:
        if name in MEASUREMENTS:
            yield name, MEASUREMENTS[name]
            continue
        for script in samples:
            yield f"`{script.name}`", lambda plan, script=script: sample(plan, script)
