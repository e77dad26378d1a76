"""Files of clicks: a line of JSON for each.

    {"do": "set", "on": "n", "value": 3}
    {"do": "click", "on": "go"}
    {"do": "rerun"}

`do` is what is done, `on` names the widget by its key, its label or its kind; of several with one
name the second is `name#2`. `lattice.browser.step` lists what can be done. Lines that are empty or
begin with `#` do not count.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from lattice.browser.step import Step

VERBS = (
    "chat",
    "click",
    "dismiss",
    "edit",
    "emit",
    "page",
    "pick",
    "rerun",
    "select",
    "set",
    "tick",
)
_FIELDS = ("do", "on", "value")


class ClicksError(Exception):
    """The text is no file of clicks; the message begins with the line."""


def written(steps: Sequence[Step], about: Sequence[str] = ()) -> str:
    """Return the text of a file; `about` are its first lines, as comments."""
    lines = [f"# {line}" for line in about]
    for step in steps:
        fields = {"do": step.verb, "on": step.target, "value": step.value}
        kept = {name: value for name, value in fields.items() if value not in ("", None)}
        lines.append(json.dumps(kept, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def read(text: str) -> list[Step]:
    """Return the clicks of a file's text.

    Raises
    ------
    ClicksError
        for a line that says nothing that can be done
    """
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise ClicksError(f"line {number} is no JSON: {error}") from error
        if not isinstance(fields, dict) or "do" not in fields:
            raise ClicksError(f'line {number} is no object with "do"')
        unknown = [name for name in fields if name not in _FIELDS]
        if unknown:
            raise ClicksError(f"line {number} has an unknown field `{unknown[0]}`")
        if fields["do"] not in VERBS:
            raise ClicksError(
                f"line {number}: `{fields['do']}` cannot be done; known are {', '.join(VERBS)}"
            )
        target = fields.get("on", "")
        if not isinstance(target, str):
            raise ClicksError(f'line {number}: "on" is no text')
        steps.append(Step(fields["do"], target, fields.get("value")))
    return steps
