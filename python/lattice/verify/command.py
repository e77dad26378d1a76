"""The command `lattice verify`, whose words the executable has checked."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lattice.browser.step import Step
from lattice.verify import clicks
from lattice.verify.minimise import fewer
from lattice.verify.sides import EndedError
from lattice.verify.walk import Pair, Walk, chosen, differs, walk

_CLICKS = 50
# Seconds spent on leaving out clicks.
_PATIENCE = 60.0
_MOST = 3
_SCHEMA = 1

Fail = Callable[[int, str, str], Any]


def verify(words: Sequence[str], fail: Fail) -> int:
    """Compare a script's runs, print what was found, and return the exit code.

    Parameters
    ----------
    words : the script, then `--FLAG=VALUE`
    fail : prints an error and ends the process
    """
    flags = dict(word.removeprefix("--").partition("=")[::2] for word in words[1:])
    path = os.path.realpath(words[0])
    seed, count = int(flags.get("seed", 0)), int(flags.get("random", _CLICKS))
    steps: Iterator[Step] | Callable[[Pair], Iterator[Step]] = chosen(count, seed)
    if "clicks" in flags:
        given = _given(flags["clicks"], fail)
        count, steps = len(given), iter(given)
    started = time.monotonic()
    result = Walk()
    try:
        for result in walk(path, steps):
            _progress(f"{len(result.steps)}/{count} clicks")
        _progress("")
        done = len(result.steps)
        smaller = _smaller(path, result)
    except EndedError:
        _progress("")
        fail(1, f"`{words[0]}` ended its process after {_clicks(len(result.steps))}", "")
        return 1
    about = _about(result, None if "clicks" in flags else seed, done)
    if "save" in flags:
        _save(flags["save"], smaller.steps, os.path.basename(path), about, fail)
    seconds = time.monotonic() - started
    if flags.get("format") == "json":
        print(json.dumps(_as_dict(words[0], flags, smaller, done, seconds), ensure_ascii=False))
    else:
        _print(smaller, about, saved=flags.get("save"))
    return 0 if smaller.finding is None else 1


def _given(name: str, fail: Fail) -> list[Step]:
    try:
        with open(name, encoding="utf-8") as file:
            return clicks.read(file.read())
    except (OSError, UnicodeError) as error:
        fail(2, f"the clicks `{name}` cannot be read: {error}", "")
    except clicks.ClicksError as error:
        fail(2, f"`{name}` is no file of clicks: {error}", 'a line is {"do": "click", "on": "go"}')
    return []


def _save(name: str, steps: Sequence[Step], script: str, about: str, fail: Fail) -> None:
    again = f"lattice verify {script} --clicks {name}"
    try:
        with open(name, "w", encoding="utf-8") as file:
            file.write(clicks.written(steps, [about, again]))
    except OSError as error:
        fail(2, f"the clicks cannot be written to `{name}`: {error.strerror}", "")


def _smaller(path: str, result: Walk) -> Walk:
    """The same difference, or another one, after as few clicks as can be found."""
    if result.finding is None or not result.steps:
        return result
    deadline = time.monotonic() + _PATIENCE
    best = result
    tried = 0

    def fails(candidate: Sequence[Step]) -> bool:
        nonlocal best, tried
        tried += 1
        _progress(f"a difference after {_clicks(len(best.steps))}, trying fewer ({tried})")
        found = differs(path, candidate)
        if found is not None:
            best = found
        return found is not None

    fewer(result.steps, fails, deadline)
    _progress("")
    return best


def _about(result: Walk, seed: int | None, done: int) -> str:
    origin = "" if seed is None else f", seed {seed}"
    found = "no difference" if result.finding is None else "a difference"
    return f"{found} after {_clicks(done)}{origin}"


def _clicks(count: int) -> str:
    return "1 click" if count == 1 else f"{count} clicks"


def _print(result: Walk, about: str, saved: str | None) -> None:
    if result.raised:
        print("note: the first page shows an error; clicks may reach little", file=sys.stderr)
    for text in result.volatile[:_MOST]:
        print(f"note: {text}", file=sys.stderr)
    if result.finding is not None:
        print(result.finding.text(certain=True))
        print("clicks:" if result.steps else "clicks: none")
        for step in result.steps:
            print(f"  {step}")
        if saved is None:
            print("keep them with `--save clicks.jsonl`, repeat them with `--clicks clicks.jsonl`")
    print(about)


def _as_dict(
    script: str, flags: dict[str, str], result: Walk, done: int, seconds: float
) -> dict[str, Any]:
    steps = [json.loads(line) for line in clicks.written(result.steps).splitlines()]
    return {
        "schema_version": _SCHEMA,
        "script": script,
        "seed": None if "clicks" in flags else int(flags.get("seed", 0)),
        "clicks": done,
        "equal": result.finding is None,
        "finding": None if result.finding is None else result.finding.as_dict(),
        "clicks_to_it": steps if result.finding is not None else [],
        "not_comparable": result.volatile,
        "first_page_raised": result.raised,
        "seconds": round(seconds, 3),
    }


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
