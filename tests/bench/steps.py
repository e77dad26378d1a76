"""What a user does: single steps as in `tests/scenarios`, and seeded walks made of them."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

from client import Tab
from widget import Widget

Step = dict[str, Any]
VERBS = ("set", "click", "chat", "edit", "page", "rerun")
WORDS = ("", "a", "bell", "North", "forty-two", "what a day", "3 + 4", "the end.")
COLOURS = ("#aa3377", "#228833", "#4477aa", "#ccbb44")


def scenario(path: Path) -> list[Step]:
    with path.open("rb") as file:
        return list(tomllib.load(file)["steps"])


def do(tab: Tab, step: Step) -> float | None:
    """Seconds until the page was up to date; None for filling in a form, which runs nothing."""
    if "page" in step:
        return tab.send(page=step["page"])
    if "rerun" in step:
        return tab.send()
    if "chat" in step:
        return tab.send(next(w for w in _shown(tab) if w.kind == "chat_input"), step["chat"])
    name = next(step[verb] for verb in ("click", "edit", "set") if verb in step)
    widget = tab.find(name)
    if widget is None:
        raise LookupError(f"no widget {name!r} on the page")
    if "click" in step:
        return tab.press(widget)
    value = widget.edit(step) if "edit" in step else widget.encode(step["value"])
    if widget.form:
        widget.waiting = value
        return None
    widget.value = value
    return tab.send(widget)


def possible(tab: Tab, step: Step) -> bool:
    if "page" in step:
        return tab.has_page(step["page"])
    if "chat" in step:
        return any(w.kind == "chat_input" for w in _shown(tab))
    names = [step[verb] for verb in ("click", "edit", "set") if verb in step]
    return all(tab.find(name) is not None for name in names)


def choose(tab: Tab, script: list[Step], generator: random.Random) -> Step:
    """A step of the scenario that can be taken now, with another value if it sets one."""
    for _ in range(200):
        step = dict(generator.choice(script))
        if not possible(tab, step):
            continue
        if "set" not in step:
            return step
        widget = tab.find(step["set"])
        assert widget is not None
        step["value"] = another_value(widget, step["value"], generator)
        if widget.encode(step["value"]) != widget.current():
            return step
    return {"rerun": True}


def another_value(widget: Widget, written: Any, generator: random.Random) -> Any:
    """A value that the widget accepts; `written` is what the scenario gives it."""
    kind, options = widget.kind, widget.options
    value = written
    if kind == "slider":
        value = slider_value(widget, written, generator)
    elif kind in ("selectbox", "radio"):
        value = generator.choice(options)
    elif kind in ("multiselect", "button_group"):
        single = not isinstance(written, list)
        several = [one for one in options if generator.random() < 0.7]
        value = generator.choice(options) if single else several
    elif kind == "checkbox":
        value = not widget.current()
    elif kind == "number_input":
        low = widget.proto.min if widget.proto.has_min else 0
        value = low + generator.randint(0, 20) * widget.proto.step
        value = min(widget.proto.max, value) if widget.proto.has_max else value
    elif kind == "color_picker":
        value = generator.choice(COLOURS)
    elif kind in ("text_input", "text_area"):
        value = generator.choice((*WORDS, written))
    return value


def slider_value(widget: Widget, written: Any, generator: random.Random) -> Any:
    proto, options = widget.proto, widget.options
    if options:
        places = sorted(generator.sample(range(len(options)), len(proto.default)))
        return [options[place] for place in places]
    if isinstance(written, str):
        return written
    count = round((proto.max - proto.min) / proto.step)
    places = sorted(generator.randint(0, count) for _ in proto.default)
    return [min(proto.max, proto.min + place * proto.step) for place in places]


def _shown(tab: Tab) -> list[Widget]:
    return [tab.widgets[identity] for identity in sorted(tab.on_page)]
