"""Scripts that carry their scenario in their first comments.

    # What the user relies on, in a sentence or two.
    # option runner.magicEnabled=false
    # > click go
    # > n=3

Every line after a `>` is a step (see `lattice.browser.step`), every option a setting of Streamlit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lattice.browser.step import Step, parse_step
from streamlit import config

_STEP, _OPTION = "# > ", "# option "


@dataclass
class Scenario:
    path: Path
    steps: list[Step] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)


def read_scenario(path: Path) -> Scenario:
    scenario = Scenario(path)
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        if line.startswith(_STEP):
            scenario.steps.append(parse_step(line.removeprefix(_STEP)))
        elif line.startswith(_OPTION):
            name, _, value = line.removeprefix(_OPTION).partition("=")
            scenario.options[name] = json.loads(value)
    return scenario


def app_scripts(folder: Path) -> list[Path]:
    """The scripts below `folder`; what begins with an underscore belongs to another script."""
    apps = [*folder.glob("*/*.py"), *folder.glob("*/*/app.py")]
    return sorted(path for path in apps if not path.name.startswith("_"))


def app_name(path: Path) -> str:
    """`group/name` of a script."""
    name = path.parent.name if path.name == "app.py" else path.stem
    group = path.parents[1].name if path.name == "app.py" else path.parent.name
    return f"{group}/{name}"


@contextmanager
def with_options(options: Mapping[str, Any]) -> Iterator[None]:
    """Settings of Streamlit in this process, for scripts that run here."""
    before = {name: config.get_option(name) for name in options}
    try:
        for name, value in options.items():
            config.set_option(name, value)
        yield
    finally:
        for name, value in before.items():
            config.set_option(name, value)
