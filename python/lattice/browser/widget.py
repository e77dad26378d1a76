"""Widgets as a user meets them: what they show, what can be set, what goes over the wire."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from dataclasses import dataclass
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from lattice.browser.page import Block, Element
from lattice.browser.upload import uploader_state

# Kind of element -> field of WidgetState that carries its value.
VALUE_FIELD = {
    "audio_input": "file_uploader_state_value",
    "bidi_component": "json_value",
    "button_group": "string_array_value",
    "camera_input": "file_uploader_state_value",
    "checkbox": "bool_value",
    "color_picker": "string_value",
    "component_instance": "json_value",
    "dataframe": "string_value",
    "date_input": "string_array_value",
    "date_time_input": "string_array_value",
    "deck_gl_json_chart": "string_value",
    "echarts_chart": "string_value",
    "expandable": "bool_value",
    "feedback": "string_value",
    "file_uploader": "file_uploader_state_value",
    "multiselect": "string_array_value",
    "number_input": "double_value",
    "pagination": "int_value",
    "plotly_chart": "string_value",
    "popover": "bool_value",
    "radio": "string_value",
    "selectbox": "string_value",
    "slider": "double_array_value",
    "tab_container": "string_value",
    "text_area": "string_value",
    "text_input": "string_value",
    "time_input": "string_value",
    "vega_lite_chart": "string_value",
}
# Triggers have a value for one run only.
TRIGGER_FIELD = {
    "button": "trigger_value",
    "download_button": "trigger_value",
    "chat_input": "chat_input_value",
    "dialog": "trigger_value",
    "link_button": "trigger_value",
    "menu_button": "string_trigger_value",
}
# Elements that answer to a user only when something can be selected in them.
SELECTABLE = ("dataframe", "deck_gl_json_chart", "echarts_chart", "plotly_chart", "vega_lite_chart")
_USER_KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.*)$", re.DOTALL)
_TEXTS = ["", "a", "North", "42", "two words", "3.5", "ä€", "ada@example.org"]
_CHAT = ["hello", "my name is Ada", "3 * (4 + 5)", "how many?", "bye"]


class Unset:
    """A widget that has not reported a value."""

    def __repr__(self) -> str:
        return "unset"


UNSET = Unset()


@dataclass
class Widget:
    kind: str
    proto: Any
    root: str
    fragment: str = ""

    @property
    def id(self) -> str:
        return str(self.proto.id)

    @property
    def label(self) -> str:
        names = ("label", "placeholder", "title", "component_name")
        return next((text for name in names if (text := getattr(self.proto, name, ""))), "")

    @property
    def key(self) -> str | None:
        match = _USER_KEY.match(self.id)
        return match.group(1) if match and match.group(1) != "None" else None

    @property
    def form(self) -> str:
        return getattr(self.proto, "form_id", "")

    @property
    def disabled(self) -> bool:
        return bool(getattr(self.proto, "disabled", False))

    @property
    def is_trigger(self) -> bool:
        return self.kind in TRIGGER_FIELD

    @property
    def is_editor(self) -> bool:
        return self.kind == "dataframe" and self.proto.editing_mode != 0

    @property
    def takes_files(self) -> bool:
        return VALUE_FIELD.get(self.kind) == "file_uploader_state_value"

    @property
    def is_select_slider(self) -> bool:
        return self.kind == "slider" and bool(self.proto.options)

    @property
    def options(self) -> list[str]:
        if self.kind == "button_group":
            return [option.content or option.content_icon for option in self.proto.options]
        return list(getattr(self.proto, "options", []))

    def default(self) -> Any:
        """What the frontend reports when the widget appears, or UNSET if it reports nothing."""
        proto, kind = self.proto, self.kind
        if self.is_select_slider or kind in ("multiselect", "button_group"):
            return [self.options[int(index)] for index in proto.default]
        if kind in ("slider", "date_input", "date_time_input"):
            return list(proto.default)
        if kind in ("selectbox", "radio"):
            known = proto.HasField("default") and 0 <= proto.default < len(self.options)
            return self.options[proto.default] if known else None
        if kind in ("checkbox", "color_picker", "pagination"):
            return proto.default
        if kind == "feedback":
            return str(int(proto.default)) if proto.HasField("default") else ""
        if kind in ("text_input", "text_area", "number_input", "time_input"):
            return proto.default if proto.HasField("default") else None
        return UNSET

    def forced(self) -> Any:
        """The value a script has pushed into the widget, UNSET if it has not."""
        proto, kind = self.proto, self.kind
        if not getattr(proto, "set_value", False):
            return UNSET
        if kind in ("selectbox", "radio"):
            return proto.raw_value if proto.HasField("raw_value") else None
        if self.is_select_slider:
            return list(proto.raw_value)
        if kind in ("multiselect", "button_group"):
            return list(proto.raw_values)
        if kind in ("slider", "date_input", "date_time_input"):
            return list(proto.value)
        if kind == "feedback":
            return str(proto.value) if proto.HasField("value") else ""
        if kind in ("text_input", "text_area", "number_input", "time_input"):
            return proto.value if proto.HasField("value") else None
        return getattr(proto, "value", UNSET)

    def wire(self, value: Any) -> Any:
        """The value of a step, in the form the protocol carries."""
        if self.takes_files:
            return value
        if self.kind == "slider" and not self.is_select_slider:
            return [_number(item) for item in _as_list(value)]
        if self.kind == "slider" or VALUE_FIELD[self.kind] == "string_array_value":
            return [str(item) for item in _as_list(value)]
        if self.kind in ("checkbox", "expandable", "popover"):
            return bool(value)
        if value is None:
            return None
        if self.kind == "number_input":
            return float(value)
        if self.kind == "pagination":
            return int(value)
        return value if isinstance(value, str) else json.dumps(value)

    def state(self, value: Any) -> WidgetState:
        state = WidgetState(id=self.id)
        field = TRIGGER_FIELD.get(self.kind) or VALUE_FIELD[self.kind]
        field = "string_array_value" if self.is_select_slider else field
        if field == "trigger_value":
            state.trigger_value = True
        elif field == "chat_input_value":
            state.chat_input_value.data = value
        elif field.endswith("array_value"):
            getattr(state, field).SetInParent()
            getattr(state, field).data.extend(value)
        elif field == "string_trigger_value":
            state.string_trigger_value.data = value
        elif field == "file_uploader_state_value":
            state.file_uploader_state_value.CopyFrom(uploader_state(value))
        elif value is not None:
            setattr(state, field, value)
        return state

    def random_value(self, rng: random.Random, now: Any) -> Any:  # noqa: PLR0912
        """A value a user could set now, UNSET if this driver does not operate the widget."""
        proto, kind, options = self.proto, self.kind, self.options
        if kind == "checkbox":
            return not now
        if self.is_select_slider:
            return [options[i] for i in sorted(rng.randrange(len(options)) for _ in proto.default)]
        if kind == "slider":
            steps = max(1, int((proto.max - proto.min) / (proto.step or 1)))
            values = sorted(
                min(proto.max, proto.min + rng.randint(0, steps) * (proto.step or 1))
                for _ in proto.default
            )
            return [_short(v) for v in values] if len(values) > 1 else _short(values[0])
        if kind in ("selectbox", "radio"):
            return rng.choice(options) if options else UNSET
        if kind == "button_group" and proto.click_mode == 0:
            return rng.sample(options, min(1, len(options)))
        if kind in ("multiselect", "button_group"):
            most = getattr(proto, "max_selections", 0) or len(options)
            chosen = rng.sample(range(len(options)), rng.randint(0, min(most, len(options))))
            return [options[i] for i in sorted(chosen)]
        if kind in ("text_input", "text_area"):
            text = rng.choice(_TEXTS)
            return text[: proto.max_chars] if proto.max_chars else text
        if kind == "chat_input":
            return rng.choice(_CHAT)
        if kind == "number_input":
            low = proto.min if proto.has_min else 0.0
            high = proto.max if proto.has_max else low + 50 * (proto.step or 1)
            steps = max(1, int((high - low) / (proto.step or 1)))
            return _short(min(high, low + rng.randint(0, min(steps, 50)) * (proto.step or 1)))
        if kind == "color_picker":
            return rng.choice(["#ff0000", "#00aa55", "#123456"])
        if kind == "date_input":
            days = sorted(
                f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
                for _ in proto.default or [0]
            )
            return [min(max(day, proto.min or day), proto.max or day) for day in days]
        if kind == "time_input":
            return f"{rng.randint(0, 23):02}:{rng.choice((0, 15, 30, 45)):02}"
        if kind == "feedback":
            return str(rng.randint(0, 1))
        if kind == "pagination":
            return rng.randint(1, max(1, proto.num_pages))
        return UNSET


def widget_of(node: Element | Block, root: str) -> Widget | None:
    """The widget that `node` is, None for everything that does not answer to a user."""
    kind = node.type
    if kind not in VALUE_FIELD and kind not in TRIGGER_FIELD:
        return None
    proto = getattr(node.proto, kind)
    if not proto.id or (kind in SELECTABLE and not _is_selectable(kind, proto)):
        return None
    if kind == "link_button" and proto.ignore_rerun:
        return None
    return Widget(kind, proto, root, node.fragment)


def _is_selectable(kind: str, proto: Any) -> bool:
    if kind == "echarts_chart":
        return bool(proto.selection_activated)
    return bool(proto.selection_mode) or (kind == "dataframe" and proto.editing_mode != 0)


def _short(number: float) -> float:
    """As a user would type it: 0.7 for 0.7000000000000001, 3 for 3.0."""
    rounded = round(number, 9)
    return int(rounded) if rounded == int(rounded) else rounded


def _number(value: Any) -> float:
    """Sliders count dates in microseconds."""
    if not isinstance(value, str):
        return float(value)
    return (dt.datetime.fromisoformat(value) - dt.datetime(1970, 1, 1)) / dt.timedelta(
        microseconds=1
    )


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
