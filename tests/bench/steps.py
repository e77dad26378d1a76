"""What a user does: single steps as in `tests/scenarios`, and seeded walks made of them."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path
from typing import Any

from client import Tab
from lattice.browser.frontend import ImpossibleStepError
from lattice.browser.step import Step as Act
from lattice.browser.widget import UNSET, Widget

Step = dict[str, Any]


def scenario(path: Path) -> list[Step]:
    with path.open("rb") as file:
        return list(tomllib.load(file)["steps"])


def do(tab: Tab, step: Step) -> float | None:
    """Seconds until the page was up to date; None for filling in a form, which runs nothing."""
    request = tab.frontend.act(_act(tab, step))
    return None if request is None else tab.ask(request)


def _act(tab: Tab, step: Step) -> Act:
    if "page" in step:
        return Act("page", step["page"])
    if "rerun" in step:
        return Act("rerun")
    if "chat" in step:
        return Act("chat", step["chat"])
    if "click" in step:
        return Act("click", step["click"])
    if "edit" in step:
        return Act("edit", step["edit"], _edited(tab, step))
    return Act("set", step["set"], step["value"])


def _edited(tab: Tab, step: Step) -> dict[str, Any]:
    """The edit of the step, added to what was edited so far."""
    now = tab.frontend.value(tab.frontend.find(step["edit"]))
    edits: dict[str, Any] = json.loads(now) if isinstance(now, str) else {}
    changed = edits.setdefault("edited_rows", {})
    for row, column, value in step.get("cells", []):
        changed.setdefault(str(row), {})[column] = value
    edits.setdefault("added_rows", []).extend(step.get("add", []))
    deleted = edits.setdefault("deleted_rows", [])
    deleted += [row for row in step.get("delete", []) if row not in deleted]
    return edits


def possible(tab: Tab, step: Step) -> bool:
    frontend = tab.frontend
    if "page" in step:
        return frontend.has_page(step["page"])
    if "chat" in step:
        return any(widget.kind == "chat_input" for widget in frontend.widgets())
    try:
        for verb in ("click", "edit", "set"):
            if verb in step:
                frontend.find(step[verb])
    except ImpossibleStepError:
        return False
    return True


def choose(tab: Tab, script: list[Step], generator: random.Random) -> Step:
    """A step of the scenario that can be taken now, with another value if it sets one."""
    for _ in range(200):
        step = dict(generator.choice(script))
        if not possible(tab, step):
            continue
        if "set" not in step:
            return step
        widget = tab.frontend.find(step["set"])
        step["value"] = another_value(widget, step["value"], tab, generator)
        if widget.wire(step["value"]) != tab.frontend.value(widget):
            return step
    return {"rerun": True}


def another_value(widget: Widget, written: Any, tab: Tab, generator: random.Random) -> Any:
    """A value that the widget accepts; `written` is what the scenario gives it."""
    if widget.kind in ("text_input", "text_area") and generator.random() < 0.2:
        return written
    value = widget.random_value(generator, tab.frontend.value(widget))
    return written if value is UNSET else value
