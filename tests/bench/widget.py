"""A widget as the browser knows it: what it was drawn with, and the value it reports."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

# Where `WidgetState` keeps the value of each kind of widget.
KINDS = {
    "slider": "double_array_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "multiselect": "string_array_value",
    "button_group": "string_array_value",
    "checkbox": "bool_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "number_input": "double_value",
    "color_picker": "string_value",
    "date_input": "string_array_value",
    "dataframe": "string_value",
    "button": "trigger_value",
    "chat_input": "chat_input_value",
}
TRIGGERS = ("button", "chat_input")
EPOCH = dt.datetime(1970, 1, 1)


@dataclass
class Widget:
    """`value` is what the server knows, None as long as it is the default; `waiting` is what was
    filled in since, inside a form that was not submitted yet. Both are wire values."""

    kind: str
    proto: Any
    fragment: str = ""
    value: Any = None
    waiting: Any = None

    @property
    def label(self) -> str:
        return str(getattr(self.proto, "label", "") or getattr(self.proto, "placeholder", ""))

    @property
    def key(self) -> str | None:
        found = re.fullmatch(r"\$\$ID-[0-9a-f]+-(.*)", self.proto.id, re.DOTALL)
        return found.group(1) if found and found.group(1) != "None" else None

    @property
    def form(self) -> str:
        return str(getattr(self.proto, "form_id", ""))

    @property
    def options(self) -> list[str]:
        if self.kind == "button_group":
            return [option.content or option.content_icon for option in self.proto.options]
        return list(getattr(self.proto, "options", []))

    @property
    def where(self) -> str:
        if self.kind == "slider" and self.options:
            return "string_array_value"
        return KINDS[self.kind]

    def default(self) -> Any:
        """The value a browser reports for a widget nobody touched; None if it reports nothing."""
        start = getattr(self.proto, "default", None)
        if self.kind in ("selectbox", "radio"):
            chosen = self.proto.HasField("default") and self.options
            return self.options[start] if chosen else None
        if self.kind in ("multiselect", "button_group") or (self.kind == "slider" and self.options):
            return [self.options[int(place)] for place in start]
        if self.kind in ("slider", "date_input"):
            return list(start)
        if self.kind in ("text_input", "text_area", "number_input"):
            return start if self.proto.HasField("default") else None
        return None if self.kind == "dataframe" else start

    def current(self) -> Any:
        for value in (self.waiting, self.value):
            if value is not None:
                return value
        return self.default()

    def encode(self, value: Any) -> Any:
        """Wire value of what a scenario calls the value: text, number, list, ISO date, option."""
        several = list(value) if isinstance(value, list | tuple) else [value]
        if self.where == "string_array_value":
            return [str(one) for one in several]
        if self.kind == "slider":
            return [_number(one) for one in several]
        if self.kind == "number_input":
            return float(value)
        return value if self.kind == "checkbox" else str(value)

    def edit(self, step: dict[str, Any]) -> str:
        """Add the edit of a scenario step to what was edited so far."""
        edits: dict[str, Any] = json.loads(self.value or "{}")
        changed = edits.setdefault("edited_rows", {})
        for row, column, value in step.get("cells", []):
            changed.setdefault(str(row), {})[column] = value
        edits.setdefault("added_rows", []).extend(step.get("add", []))
        deleted = edits.setdefault("deleted_rows", [])
        deleted += [row for row in step.get("delete", []) if row not in deleted]
        return json.dumps(edits)

    def state(self) -> WidgetState | None:
        """What the browser reports with every message; None for triggers."""
        if self.kind in TRIGGERS:
            return None
        value = self.value if self.value is not None else self.default()
        state = WidgetState(id=self.proto.id)
        if value is None:
            return state if self.kind != "dataframe" else None
        if self.where.endswith("array_value"):
            target = getattr(state, self.where)
            target.SetInParent()
            target.data.extend(value)
        else:
            setattr(state, self.where, value)
        return state

    def fired(self, text: str) -> WidgetState:
        state = WidgetState(id=self.proto.id)
        if self.kind == "chat_input":
            state.chat_input_value.data = text
        else:
            state.trigger_value = True
        return state


def _number(value: Any) -> float:
    """Sliders count dates in microseconds."""
    if not isinstance(value, str):
        return float(value)
    return (dt.datetime.fromisoformat(value) - EPOCH) / dt.timedelta(microseconds=1)
