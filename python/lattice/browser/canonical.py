"""Pages, protos and session values as plain data that can be compared and printed.

Two runs of the same script are equal if their canonical forms are. What is taken out, and why:

* object addresses (`<Cart object at 0x7f..>`): `id()` is outside the contract;
* buffer slack of Arrow payloads: equal tables may be padded differently, so they are decoded;
* the running numbers of Altair (`view_7`): one counter serves the whole process;
* the uuid of a pandas Styler: pandas draws a new one for every object.

Everything else counts, in the tree of an AppTest run down to the bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

from lattice.browser.arrow import arrow_table
from lattice.browser.frontend import Frontend
from lattice.browser.page import ROOTS, Block, Element, Node, Transient
from lattice.browser.widget import UNSET, widget_of

_ADDRESS = re.compile(r"0x[0-9a-f]{6,16}\b")
_ALTAIR_NUMBER = re.compile(
    r"\b(view|param|selector|layer|concat|hconcat|vconcat|facet)_(\d+)(?=\b|_)"
)
_MEDIA = re.compile(r"/media/[\w.\-]+")
# Fields that only matter through the value the user sees, which is compared as `shown`.
_VALUE_FIELDS = {"value", "set_value", "raw_value", "raw_values", "selection_state"}
_JSON_FIELDS = {"spec", "config", "body", "json", "columns"}
_MAX_DEPTH = 12
# Keys of Streamlit's own.
_SESSION_PREFIX = "$$"


class Canonical:
    """`exact`: every field as it was sent, which a run that sends the whole page can satisfy.

    Otherwise what a user can see: pushed values are folded into the value shown, and marks of
    one message (one-shot, toast nodes left behind) are dropped.
    `media` fetches a media URL, to compare its bytes.
    """

    def __init__(self, exact: bool, media: Callable[[str], bytes] | None = None) -> None:
        self._exact = exact
        self._media = media

    def page(self, frontend: Frontend) -> dict[str, Any]:
        page = frontend.page
        plain: dict[str, Any] = {
            name: [n for child in root.children if (n := self._node(child, frontend)) is not None]
            for name, root in zip(ROOTS, page.roots, strict=True)
        }
        plain["query"] = page.query
        plain["settings"] = dict(page.settings)
        plain["timers"] = sorted(page.timers.values())
        plain["one shots"] = [[kind, self.proto(proto)] for kind, proto in page.one_shots]
        plain["refused"] = list(frontend.refused)
        for name in ("navigation", "compile_error"):
            proto = getattr(page, name)
            plain[name] = None if proto is None else self.proto(proto)
        plain["logo"] = None if page.logo is None else self.proto(page.logo[0])
        plain["page not found"] = page.page_not_found
        return plain

    def proto(self, message: Any, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
        """A protobuf message as a dict of its fields that are set."""
        if message.DESCRIPTOR.name.endswith("Styler") and getattr(message, "uuid", ""):
            copy = type(message).FromString(message.SerializeToString())
            copy.uuid, copy.styles = "UUID", message.styles.replace(message.uuid, "UUID")
            message = copy
        return {
            descriptor.name: self._field(descriptor, value)
            for descriptor, value in message.ListFields()
            if descriptor.name not in skip
        }

    def session_state(self, state: Any) -> dict[str, Any]:
        """What a script sees of its session state."""
        known = sorted(state.filtered_state.items(), key=lambda item: str(item[0]))
        return {
            str(key): self.value(value)
            for key, value in known
            if not str(key).startswith(_SESSION_PREFIX)
        }

    def text(self, text: str) -> str:
        text = _ADDRESS.sub("0xADDRESS", text)
        return _MEDIA.sub(self._media_text, text) if self._media is not None else text

    def value(self, value: Any, depth: int = 0) -> Any:
        """A value of session_state; containers by content, objects by type and attributes."""
        kind = type(value).__name__
        if depth > _MAX_DEPTH:
            return "..."
        if value is None or isinstance(value, bool | int | str):
            return value if kind in ("NoneType", "bool", "int", "str") else [kind, str(value)]
        if isinstance(value, float):
            return [kind, repr(value)]
        if isinstance(value, dict):
            items = [[self.value(k, depth + 1), self.value(v, depth + 1)] for k, v in value.items()]
            return [kind, items]
        if isinstance(value, list | tuple):
            return [kind, [self.value(item, depth + 1) for item in value]]
        if isinstance(value, set | frozenset):
            return [kind, sorted(repr(item) for item in value)]
        if kind == "UploadedFile":
            return [kind, value.name, value.type, value.getvalue().decode("utf-8", "replace")]
        if hasattr(value, "to_json") and hasattr(value, "index"):
            return [
                kind,
                value.to_json(),
                [str(t) for t in getattr(value, "dtypes", [])] if kind == "DataFrame" else "",
            ]
        if hasattr(value, "tolist") and hasattr(value, "dtype"):
            return [kind, str(value.dtype), self.value(value.tolist(), depth + 1)]
        if hasattr(value, "__dict__") and not callable(value):
            return [kind, self.value(vars(value), depth + 1)]
        return [kind, self.text(repr(value))]

    def _node(self, node: Node, frontend: Frontend) -> dict[str, Any] | None:
        if isinstance(node, Transient):
            return None if node.anchor is None else self._node(node.anchor, frontend)
        if isinstance(node, Block):
            return self._block(node, frontend)
        return self._element(node, frontend)

    def _block(self, block: Block, frontend: Frontend) -> dict[str, Any]:
        plain = {"is": f"[{block.type or 'container'}]", **self.proto(block.proto)}
        inner = [self._node(child, frontend) for child in block.children]
        plain["children"] = [child for child in inner if child is not None]
        self._add_origin(plain, block)
        return plain

    def _element(self, element: Element, frontend: Frontend) -> dict[str, Any] | None:
        kind = element.type
        widget = widget_of(element, "")
        if not self._exact and kind == "toast":
            return None
        outer = frozenset({kind} if self._exact else {kind, "has_one_shot_effect"})
        skip = _VALUE_FIELDS if widget is not None and not self._exact else frozenset()
        body = getattr(element.proto, kind) if kind else element.proto
        plain = {
            "is": kind,
            **self.proto(body, frozenset(skip)),
            **self.proto(element.proto, outer),
        }
        if widget is not None and not widget.is_trigger:
            shown = frontend.value(widget)
            plain["shown"] = str(shown) if shown is UNSET else shown
        self._add_origin(plain, element)
        return plain

    def _add_origin(self, plain: dict[str, Any], node: Element | Block) -> None:
        if self._exact:
            plain["script"], plain["fragment"] = node.script, node.fragment

    def _field(self, descriptor: Any, value: Any) -> Any:
        message = descriptor.message_type
        if message is not None and message.GetOptions().map_entry:
            is_message = message.fields_by_name["value"].message_type is not None
            return {
                str(k): self.proto(v) if is_message else self._leaf(descriptor, v)
                for k, v in sorted(value.items())
            }
        if descriptor.is_repeated:
            return [
                self.proto(v) if message is not None else self._leaf(descriptor, v) for v in value
            ]
        return self.proto(value) if message is not None else self._leaf(descriptor, value)

    def _leaf(self, descriptor: Any, value: Any) -> Any:
        if isinstance(value, bytes):
            table = arrow_table(value)
            if table is None:
                return f"{len(value)} bytes, sha1 {hashlib.sha1(value).hexdigest()[:16]}"
            schema = [f"{f.name}: {f.type}" for f in table.schema]
            metadata = (table.schema.metadata or {}).get(b"pandas", b"").decode()
            return {"schema": schema, "pandas": metadata, "rows": self._rows(table)}
        if isinstance(value, str):
            if descriptor.name in _JSON_FIELDS and value[:1] in "{[":
                return self._json(value)
            return self.text(value)
        # NaN differs from itself.
        return repr(value) if isinstance(value, float) and math.isnan(value) else value

    def _rows(self, table: Any) -> Any:
        rows = self.text(repr(table.to_pydict()))
        digest = hashlib.sha1(rows.encode("utf-8", "replace")).hexdigest()[:16]
        return rows if len(rows) < 20_000 else [rows[:2_000], digest]

    def _json(self, text: str) -> Any:
        seen: dict[str, str] = {}
        text = _ALTAIR_NUMBER.sub(
            lambda m: seen.setdefault(m.group(0), f"{m.group(1)}_n{len(seen)}"), text
        )
        try:
            return json.loads(self.text(text))
        except ValueError:
            return self.text(text)

    def _media_text(self, match: re.Match[str]) -> str:
        assert self._media is not None
        return f"media sha1 {hashlib.sha1(self._media(match.group(0))).hexdigest()[:16]}"
