"""What started an interaction, in words: `region = "EU"`, `click "Save"`, `first run`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from lattice.adapter import compat

_LONGEST = 40


@dataclass
class WidgetMemory:
    """Labels of the widgets on a session's page, and the values the browser sent last, by id."""

    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    runs: int = 0

    def describe(self, rerun_data: compat.RerunData) -> str:
        """Name the widgets whose values a rerun brings, and remember the values."""
        self.runs += 1
        if rerun_data.fragment_id_queue:
            return "fragment"
        states = rerun_data.widget_states
        if states is None:
            return "first run" if self.runs == 1 else "rerun"
        values: dict[str, Any] = {}
        changes: list[str] = []
        for widget in states.widgets:
            kind = widget.WhichOneof("value")
            value = _plain(getattr(widget, kind)) if kind else None
            if kind == "trigger_value":
                if value:
                    changes.append(f"click {_quoted(self._name(widget.id))}")
                continue
            values[widget.id] = value
            known = widget.id in self.values
            if (known or kind == "chat_input_value") and self.values.get(widget.id) != value:
                changes.append(f"{self._name(widget.id)} = {_quoted(value)}")
        self.values = values
        if changes:
            return ", ".join(changes)
        return "first run" if self.runs == 1 else "rerun"

    def _name(self, identity: str) -> str:
        return self.labels.get(identity) or identity.rsplit("-", 1)[-1]


def _plain(value: Any) -> Any:
    """Return a protobuf value as plain data."""
    data = getattr(value, "data", value)
    if hasattr(data, "ListFields"):
        return str(data).strip()
    if isinstance(data, (bool, int, float, str, bytes)):
        return data
    return list(data) if hasattr(data, "__iter__") else str(data)


def _quoted(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
