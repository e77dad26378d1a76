"""One interaction, as text and as a value.

    x=3                  the widget labelled or keyed `x` is set (JSON, else bare text)
    click Go             a button or form submit
    chat hello there     the chat input
    edit table {"edited_rows": {"0": {"n": 5}}}      the whole edit state of a data editor
    page Details         a page of st.navigation, by title or url path
    rerun                the R key
    tick                 the first run_every timer fires

A reference that is not unique is followed by `#n`, as in `x#2=3`: the second such widget.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driver.widget import UNSET, Widget

if TYPE_CHECKING:
    from driver.frontend import Frontend

_VERBS_WITH_TARGET = ("click", "chat", "edit", "page")
_RERUN_SHARE = 0.06
_PAGE_SHARE = 0.2


@dataclass(frozen=True)
class Step:
    verb: str
    target: str = ""
    value: Any = None

    def __str__(self) -> str:
        if self.verb == "set":
            return f"{self.target}={json.dumps(self.value, ensure_ascii=False)}"
        if self.verb == "edit":
            return f"edit {self.target} {json.dumps(self.value, ensure_ascii=False)}"
        return f"{self.verb} {self.target}".strip()


def parse_step(text: str) -> Step:
    """The step that `text` describes; raises ValueError if it describes none."""
    text = text.strip()
    if text in ("rerun", "tick"):
        return Step(text)
    verb, _, rest = text.partition(" ")
    if verb == "edit" and rest:
        target, _, value = rest.partition(" ")
        return Step("edit", target, json.loads(value))
    if verb in _VERBS_WITH_TARGET and rest:
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
    if widget.kind in ("button", "download_button"):
        return Step("click", name)
    if widget.is_editor:
        edit = _random_edit(widget, rng)
        return None if edit is None else Step("edit", name, edit)
    value = widget.random_value(rng, frontend.value(widget))
    if value is UNSET:
        return None
    return Step("chat", value) if widget.kind == "chat_input" else Step("set", name, value)


def _random_edit(widget: Widget, rng: random.Random) -> dict[str, Any] | None:
    """An edit of one number or text cell of a data editor."""
    from driver.canonical import arrow_table

    table = arrow_table(widget.proto.arrow_data.data)
    if table is None or not table.num_rows:
        return None
    settings = json.loads(widget.proto.columns or "{}")
    fixed = {name for name, column in settings.items() if column and column.get("disabled")}
    columns = [f for f in table.schema if f.name not in fixed and not f.name.startswith("__index")]
    columns = [f for f in columns if str(f.type) in ("int64", "double", "string", "large_string")]
    if not columns:
        return None
    column, row = rng.choice(columns), rng.randrange(table.num_rows)
    value = rng.choice(["x", "yy"]) if "string" in str(column.type) else rng.randint(0, 9)
    return {
        "edited_rows": {str(row): {column.name: value}},
        "added_rows": [],
        "deleted_rows": [],
    }
