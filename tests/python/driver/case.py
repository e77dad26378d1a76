"""Test cases as text: a script, what is done to it, and the trace of each interaction.

    --- script
    x = st.slider("x", 0, 9)
    y = x // 2
    st.write(y)
    --- event x=3
    --- trace
    cell1 run   widget `x` 2 -> 3
    cell2 run   `x` changed
    cell3 skip  `y` equal (backdated)

An event is a step (see `lattice.browser.step`); several pairs of event and trace may follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lattice.browser.step import Step, parse_step

_MARK = "--- "


@dataclass
class Event:
    step: Step
    trace: list[str]


@dataclass
class Case:
    script: str
    events: list[Event]

    @property
    def steps(self) -> list[Step]:
        return [event.step for event in self.events]


def parse_case(text: str) -> Case:
    """The case that `text` describes; raises ValueError if a section is unknown or out of place."""
    script: list[str] = []
    events: list[Event] = []
    section: list[str] | None = None
    for line in text.splitlines():
        name, _, argument = line.removeprefix(_MARK).partition(" ")
        if not line.startswith(_MARK):
            if section is None:
                raise ValueError(f"text outside of a section: {line!r}")
            section.append(line)
        elif name == "script" and not events:
            section = script
        elif name == "event":
            events.append(Event(parse_step(argument), []))
            section = None
        elif name == "trace" and events:
            section = events[-1].trace
        else:
            raise ValueError(f"unexpected section: {line!r}")
    return Case("\n".join(script) + "\n", events)


def printed_case(case: Case) -> str:
    lines = [f"{_MARK}script", case.script.rstrip("\n")]
    for event in case.events:
        lines += [f"{_MARK}event {event.step}", f"{_MARK}trace", *event.trace]
    return "\n".join(lines) + "\n"


def trace_lines(interaction: Any) -> list[str]:
    """What an interaction did, one line for each cell in the order they were met."""
    plain = getattr(interaction, "plain", None)
    if plain is not None:
        return [f"plain  {plain}"]
    return [
        f"cell{cell.cell} {cell.action:<4}  {cell.reason}".rstrip() for cell in interaction.cells
    ]
