"""The parts of what a cell did outside its variables."""

from __future__ import annotations

from typing import Any, NamedTuple

from lattice.adapter import compat
from lattice.adapter.engine.cursors import Cursor, Symbol

# Stands for a key of the session that is not there.
MISSING = "<absent>"


class Anchor(NamedTuple):
    """A position relative to a symbol's cursor.

    `relative`: `offset` counts from where the cursor stood when the cell began; otherwise it is the
    index itself. A locked cursor has only one position.
    """

    symbol: Symbol
    offset: int
    relative: bool


class Message(NamedTuple):
    """A message to the browser; `anchor` is None for messages without a place on the page."""

    content: compat.ForwardMsg
    anchor: Anchor | None


class Created(NamedTuple):
    """A cursor that the cell made, and the index it ended at."""

    cursor: Cursor
    parent: Anchor
    end: int


class Widget(NamedTuple):
    """A widget that the cell registered, and the page shown then."""

    metadata: compat.WidgetMetadata[Any]
    user_key: str | None
    page: str


class ParamChange(NamedTuple):
    """A change of query parameters: values by key, or `MISSING` for those that go.

    `whole`: the values are all there are.
    """

    values: dict[str, Any]
    whole: bool

    def touches(self, key: str) -> bool:
        """Whether the parameter may be another one since."""
        return self.whole or key in self.values

    def apply(self, params: Any) -> None:
        """Change the parameters and tell the browser."""
        if self.whole:
            params._query_params = dict(self.values)
        for key, value in self.values.items():
            if value is MISSING:
                params._query_params.pop(key, None)
            else:
                params._query_params[key] = value
        params._send_query_param_msg()


class Write(NamedTuple):
    """A change of the session's state: a value, or `MISSING` for a deletion."""

    key: str
    value: Any
    digest: Any
