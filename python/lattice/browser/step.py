"""One interaction, as text and as a value.

    x=3                  the widget labelled or keyed `x` is set (JSON, else bare text)
    click Go             a button or form submit
    chat hello there     the chat input
    edit table {"edited_rows": {"0": {"n": 5}}}      the whole edit state of a data editor
    select chart {"selection": {"rows": [1]}}        the whole selection of a chart or table
    upload up {"a.txt": "text"}                      the files an uploader (camera, recorder) holds
    send chat {"text": "hi", "files": {"a.txt": "text"}}      a chat input with files
    emit part {"state": {"n": 1}, "trigger": {"event": "click", "value": 1}}     a component
    pick menu Copy       an entry of a menu button
    dismiss Title        a dialog is closed by its cross
    reload n=3           the tab is loaded anew, with this query
    page Details         a page of st.navigation, by title or url path
    rerun                the R key
    tick                 the first run_every timer fires

A reference that is not unique is followed by `#n`, as in `x#2=3`: the second such widget.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from streamlit.proto.Dataframe_pb2 import Dataframe

from lattice.browser.arrow import arrow_table
from lattice.browser.widget import UNSET, Widget

if TYPE_CHECKING:
    from lattice.browser.frontend import Frontend

_WITH_TARGET = ("click", "chat", "page", "dismiss")
_WITH_DATA = re.compile(r"(edit|select|upload|send|emit|pick) (.+?) (\{.*|\[.*|\S+)$", re.DOTALL)
_DATA_VERBS = ("edit", "select", "upload", "send", "emit")
_RERUN_SHARE = 0.06
_PAGE_SHARE = 0.2
_ROWS_SHARE = 0.3


@dataclass(frozen=True)
class Step:
    verb: str
    target: str = ""
    value: Any = None

    def __str__(self) -> str:
        if self.verb == "set":
            return f"{self.target}={json.dumps(self.value, ensure_ascii=False)}"
        if self.verb == "pick":
            return f"pick {self.target} {self.value}"
        if self.verb in _DATA_VERBS:
            return f"{self.verb} {self.target} {json.dumps(self.value, ensure_ascii=False)}"
        return f"{self.verb} {self.target}".strip()


def parse_step(text: str) -> Step:
    """The step that `text` describes; raises ValueError if it describes none."""
    text = text.strip()
    if text in ("rerun", "tick", "reload"):
        return Step(text)
    verb, _, rest = text.partition(" ")
    if data := _WITH_DATA.match(text):
        verb, target, value = data.groups()
        return Step(verb, target, value if verb == "pick" else json.loads(value))
    if verb in (*_WITH_TARGET, "reload") and rest:
        return Step(verb, rest)
    target, equals, value = text.partition("=")
    if not equals or not target:
        raise ValueError(f"not a step: {text!r}")
    try:
        return Step("set", target, json.loads(value))
    except ValueError:
        return Step("set", target, value)


def choose_step(frontend: Frontend, rng: random.Random) -> Step:
    """Something a user could do on this page, always the same for the same generator state."""
    pages = frontend.page_names()
    if len(pages) > 1 and rng.random() < _PAGE_SHARE:
        return Step("page", rng.choice(pages))
    widgets = [w for w in frontend.widgets() if not w.disabled and frontend.has_submit(w)]
    rng.shuffle(widgets)
    if rng.random() < _RERUN_SHARE:
        return Step("rerun")
    for widget in widgets:
        step = _step_on(widget, frontend, rng)
        if step is not None:
            return step
    return Step("rerun")


def _step_on(widget: Widget, frontend: Frontend, rng: random.Random) -> Step | None:
    name = frontend.reference(widget)
    if widget.kind in ("button", "download_button", "link_button"):
        return Step("click", name)
    if widget.kind == "dialog":
        return Step("dismiss", name)
    if widget.kind == "menu_button":
        return Step("pick", name, rng.choice(widget.options)) if widget.options else None
    if widget.is_editor:
        edit = _random_edit(widget, frontend.value(widget), rng)
        return None if edit is None else Step("edit", name, edit)
    if widget.kind == "dataframe":
        return _random_rows(widget, rng)
    if widget.takes_files:
        files = {name: f"content {name}" for name in rng.sample("abc", rng.randint(0, 2))}
        return None if frontend.uploader is None else Step("upload", name, files)
    value = widget.random_value(rng, frontend.value(widget))
    if value is UNSET:
        return None
    return Step("chat", value) if widget.kind == "chat_input" else Step("set", name, value)


def _random_rows(widget: Widget, rng: random.Random) -> Step | None:
    """Other rows of a table are selected."""
    table = arrow_table(widget.proto.arrow_data.data)
    if table is None or not table.num_rows:
        return None
    most = min(table.num_rows, 1 if Dataframe.SINGLE_ROW in widget.proto.selection_mode else 3)
    rows = sorted(rng.sample(range(table.num_rows), rng.randint(0, most)))
    selection = {"rows": rows, "columns": [], "cells": []}
    return Step("select", widget.key or widget.label or widget.kind, {"selection": selection})


def _random_edit(widget: Widget, now: Any, rng: random.Random) -> dict[str, Any] | None:
    """One more cell, row or deletion in a data editor, on top of what was edited so far."""
    table = arrow_table(widget.proto.arrow_data.data)
    if table is None or not table.num_rows:
        return None
    settings = json.loads(widget.proto.columns or "{}")
    fixed = {name for name, column in settings.items() if column and column.get("disabled")}
    columns = [f for f in table.schema if f.name not in fixed and not f.name.startswith("__index")]
    columns = [f for f in columns if str(f.type) in ("int64", "double", "string", "large_string")]
    if not columns:
        return None
    edits: dict[str, Any] = json.loads(now) if isinstance(now, str) else {}
    for name, empty in (("edited_rows", {}), ("added_rows", []), ("deleted_rows", [])):
        edits.setdefault(name, empty)
    cells = {f.name: _random_cell(str(f.type), rng) for f in columns}
    column, row = rng.choice(columns).name, rng.randrange(table.num_rows)
    chance = rng.random()
    if widget.proto.editing_mode == Dataframe.DYNAMIC and chance < _ROWS_SHARE:
        if chance < _ROWS_SHARE / 2:
            edits["added_rows"].append(cells)
        elif row not in edits["deleted_rows"]:
            edits["deleted_rows"].append(row)
    else:
        edits["edited_rows"].setdefault(str(row), {})[column] = cells[column]
    return edits


def _random_cell(kind: str, rng: random.Random) -> Any:
    return rng.choice(["x", "yy"]) if "string" in kind else rng.randint(0, 9)
