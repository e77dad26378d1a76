"""A browser tab without a browser: the page, the values of its widgets, and what a user may do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from lattice.adapter import compat
from lattice.browser.page import Page, RefusedMessageError
from lattice.browser.step import Step
from lattice.browser.upload import File, Uploader, kept_or_new, uploader_state
from lattice.browser.widget import UNSET, Widget, widget_of


class ImpossibleStepError(Exception):
    """The step cannot be done on this page. Both sides of a comparison must agree on it."""


@dataclass
class Request:
    """What a tab asks the server to run."""

    widgets: WidgetStates
    fragment: str = ""
    page: str = ""
    is_timer: bool = False
    # Back or forward: the address wins over the values of widgets.
    is_history: bool = False


class Frontend:
    def __init__(self, uploader: Uploader | None = None) -> None:
        self.uploader = uploader
        self.page = Page()
        self.values: dict[str, Any] = {}
        self.refused: list[str] = []
        # Values typed into a form stay here until its submit button is clicked.
        self._drafts: dict[str, dict[str, Any]] = {}

    # Receiving.

    def apply(self, message: ForwardMsg) -> None:
        try:
            self.page.apply(message)
        except RefusedMessageError as refusal:
            self.refused.append(str(refusal))
            return
        if message.WhichOneof("type") != "delta":
            return
        if message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            kind = element.WhichOneof("type") or ""
            proto = getattr(element, kind, None)
            if proto is not None and getattr(proto, "set_value", False) and proto.id:
                forced = Widget(kind, proto, "").forced()
                if forced is not UNSET:
                    self.values[proto.id] = forced

    def mount(self) -> None:
        """After a run new widgets report their default, and vanished ones are forgotten."""
        widgets = self.widgets()
        shown = {widget.id for widget in widgets}
        for table in (self.values, *self._drafts.values()):
            for gone in [name for name in table if name not in shown]:
                del table[gone]
        for widget in widgets:
            if not widget.is_trigger and widget.id not in self.values:
                default = widget.default()
                if default is not UNSET:
                    self.values[widget.id] = default

    # Looking.

    def widgets(self) -> list[Widget]:
        found = (widget_of(node, root) for root, node in self.page.nodes())
        return [widget for widget in found if widget is not None]

    def value(self, widget: Widget) -> Any:
        draft = self._drafts.get(widget.form, {}) if widget.form else {}
        return draft[widget.id] if widget.id in draft else self.values.get(widget.id, UNSET)

    def reference(self, widget: Widget) -> str:
        """A name by which `find` returns this widget, here and on an equal page."""
        name = widget.key or widget.label or widget.kind
        same = [w.id for w in self._named(name)]
        place = same.index(widget.id) + 1 if widget.id in same else 1
        return name if place == 1 else f"{name}#{place}"

    def find(self, reference: str) -> Widget:
        found = self._named(reference)
        if found:
            return found[0]
        name, mark, place = reference.rpartition("#")
        found = self._named(name) if mark and place.isdigit() else []
        if found and 1 <= int(place) <= len(found):
            return found[int(place) - 1]
        raise ImpossibleStepError(f"no widget {reference!r} on the page")

    def _named(self, name: str) -> list[Widget]:
        widgets = self.widgets()
        for attribute in ("key", "label", "kind"):
            found = [w for w in widgets if getattr(w, attribute) == name]
            if found:
                return found
        return []

    def has_submit(self, widget: Widget) -> bool:
        """False for a widget of a form without a submit button: its values stay in the tab."""
        if not widget.form:
            return True
        return any(w.form == widget.form and w.kind == "button" for w in self.widgets())

    def page_names(self) -> list[str]:
        navigation = self.page.navigation
        return [] if navigation is None else [p.page_name for p in navigation.app_pages]

    def has_page(self, name: str) -> bool:
        return self._named_page(name) is not None

    def _named_page(self, name: str) -> Any:
        """The page with this title or address; the default page has the empty address, too."""
        pages = [] if self.page.navigation is None else list(self.page.navigation.app_pages)
        named = (p for p in pages if name in (p.url_pathname, p.page_name))
        default = (p for p in pages if not name and p.is_default)
        return next(named, None) or next(default, None)

    # Acting. Each returns the request to send, or None if nothing leaves the tab.

    def act(self, step: Step) -> Request | None:  # noqa: PLR0912
        match step.verb:
            case "rerun":
                return self.request()
            case "set":
                return self._set(self.find(step.target), step.value)
            case "edit":
                return self._set(self.find(step.target), json.dumps(step.value))
            case "click":
                return self._click(self.find(step.target))
            case "chat":
                return self._chat(step.target)
            case "select":
                return self._set(self.find(step.target), json.dumps(step.value))
            case "upload":
                return self._upload(self.find(step.target), step.value)
            case "send":
                return self._send(self.find(step.target), step.value)
            case "emit":
                return self._emit(self.find(step.target), step.value)
            case "pick":
                return self._pick(self.find(step.target), step.value)
            case "dismiss":
                widget = self.find(step.target)
                return self.request(widget.state(True), widget.fragment)
            case "page":
                return self._open(step.target)
            case "tick":
                return self._tick()
        raise ValueError(f"unknown step {step}")

    def request(self, trigger: WidgetState | None = None, fragment: str = "") -> Request:
        states = WidgetStates()
        for widget in self.widgets():
            if widget.id in self.values and not any(s.id == widget.id for s in states.widgets):
                states.widgets.append(widget.state(self.values[widget.id]))
        if trigger is not None:
            states.widgets.append(trigger)
        return Request(states, fragment, self.page.script)

    def _set(self, widget: Widget, value: Any) -> Request | None:
        _require_enabled(widget)
        if widget.is_trigger:
            raise ImpossibleStepError(f"{widget.kind} {widget.label!r} cannot be set")
        self._require_option(widget, value)
        wire = widget.wire(value)
        if widget.form:
            self._drafts.setdefault(widget.form, {})[widget.id] = wire
            return None
        self.values[widget.id] = wire
        if getattr(widget.proto, "ignore_rerun", False):
            return None
        return self.request(fragment=widget.fragment)

    def _click(self, widget: Widget) -> Request | None:
        _require_enabled(widget)
        if widget.kind not in ("button", "download_button", "link_button"):
            raise ImpossibleStepError(f"{widget.kind} {widget.label!r} cannot be clicked")
        if getattr(widget.proto, "ignore_rerun", False):
            return None
        submits = widget.form and getattr(widget.proto, "is_form_submitter", False)
        if submits:
            self.values.update(self._drafts.pop(widget.form, {}))
        request = self.request(widget.state(True), widget.fragment)
        if submits and self._clears(widget.form):
            fresh = {w.id: w.default() for w in self.widgets() if w.form == widget.form}
            cleared = {name: value for name, value in fresh.items() if value is not UNSET}
            self._drafts[widget.form] = cleared
        return request

    def _upload(self, widget: Widget, wanted: dict[str, str]) -> Request | None:
        _require_enabled(widget)
        if not widget.takes_files:
            raise ImpossibleStepError(f"{widget.kind} {widget.label!r} takes no files")
        now = self.value(widget)
        return self._set(widget, self._files(None if now is UNSET else now, wanted))

    def _send(self, widget: Widget, value: dict[str, Any]) -> Request:
        """A chat input: text, files and a recording go together."""
        _require_enabled(widget)
        trigger = WidgetState(id=widget.id)
        trigger.chat_input_value.data = value.get("text", "")
        if files := value.get("files"):
            state = uploader_state(self._files(None, files))
            trigger.chat_input_value.file_uploader_state.CopyFrom(state)
        if audio := value.get("audio"):
            (file,) = self._files(None, {"audio.wav": audio})
            trigger.chat_input_value.audio_file_info.CopyFrom(file.info())
        return self.request(trigger, widget.fragment)

    def _files(self, now: Any, wanted: dict[str, str]) -> list[File]:
        if self.uploader is None:
            raise ImpossibleStepError("there is no server to upload to")
        return kept_or_new(now, wanted, self.uploader)

    def _emit(self, widget: Widget, value: dict[str, Any]) -> Request | None:
        """A component reports a new state, or an event that counts for one run."""
        if widget.kind == "component_instance":
            return self._set(widget, json.dumps(value["state"]))
        if "state" in value:
            self.values[widget.id] = json.dumps(value["state"])
        if "trigger" not in value:
            return self.request(fragment=widget.fragment)
        events = WidgetState(id=compat.trigger_id(widget.id, "events"))
        events.json_trigger_value = json.dumps([value["trigger"]])
        return self.request(events, widget.fragment)

    def _pick(self, widget: Widget, option: str) -> Request:
        _require_enabled(widget)
        if widget.kind != "menu_button" or option not in widget.options:
            raise ImpossibleStepError(f"{widget.kind} {widget.label!r} has no entry {option!r}")
        return self.request(widget.state(option), widget.fragment)

    def _chat(self, text: str) -> Request:
        for widget in self.widgets():
            if widget.kind == "chat_input":
                _require_enabled(widget)
                return self.request(widget.state(text), widget.fragment)
        raise ImpossibleStepError("no chat input on the page")

    def _open(self, name: str) -> Request:
        page = self._named_page(name)
        if page is None:
            raise ImpossibleStepError(f"no page {name!r}")
        # The browser forgets the widgets of the page it leaves.
        kept = {
            getattr(getattr(node.proto, node.type), "id", "")
            for _, node in self.page.nodes()
            if node.type and node.script == self.page.main_script
        }
        if page.page_script_hash != self.page.script:
            self.page.query = ""
        self.page.timers.clear()
        request = self.request()
        remaining = [state for state in request.widgets.widgets if state.id in kept]
        return Request(WidgetStates(widgets=remaining), "", page.page_script_hash)

    def _tick(self) -> Request:
        if not self.page.timers:
            raise ImpossibleStepError("no run_every timer")
        request = self.request(fragment=next(iter(self.page.timers)))
        request.is_timer = True
        return request

    def _clears(self, form: str) -> bool:
        return any(
            node.type == "form"
            and node.proto.form.form_id == form
            and node.proto.form.clear_on_submit
            for _, node in self.page.nodes()
        )

    @staticmethod
    def _require_option(widget: Widget, value: Any) -> None:
        chooses = widget.kind in ("selectbox", "radio", "multiselect", "button_group")
        if not chooses and not widget.is_select_slider:
            return
        if getattr(widget.proto, "accept_new_options", False):
            return
        for item in value if isinstance(value, list) else [value]:
            if item is not None and str(item) not in widget.options:
                raise ImpossibleStepError(f"{widget.kind} {widget.label!r} has no option {item!r}")


def _require_enabled(widget: Widget) -> None:
    if widget.disabled:
        raise ImpossibleStepError(f"{widget.kind} {widget.label!r} is disabled")
