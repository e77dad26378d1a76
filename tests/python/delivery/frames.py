"""What a server sent for one step."""

from __future__ import annotations

from dataclasses import dataclass

from lattice.browser.step import parse_step
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from driver.remote import ServedApp


@dataclass
class Frames:
    """The messages of one step."""

    messages: list[ForwardMsg]

    @property
    def drawn(self) -> list[tuple[int, ...]]:
        """The places that were drawn."""
        return [
            tuple(message.metadata.delta_path)
            for message in self.messages
            if message.WhichOneof("type") == "delta"
        ]

    @property
    def is_partial(self) -> bool:
        """Whether the browser was told to keep what is not sent again."""
        (*_, end) = [m for m in self.messages if m.WhichOneof("type") == "script_finished"]
        return bool(end.metadata.run.fragment_ids)


def frames_of(app: ServedApp, step: str) -> Frames:
    """Takes a step and returns what came back; the page must be one that a browser accepts."""
    seen: list[ForwardMsg] = []
    apply = app.tab.apply

    def note(raw: bytes) -> ForwardMsg:
        seen.append(ForwardMsg.FromString(raw))
        return apply(raw)

    app.tab.apply = note  # type: ignore[method-assign]
    try:
        state = app.do(parse_step(step))
    finally:
        app.tab.apply = apply  # type: ignore[method-assign]
    assert state.error is None, state.error
    return Frames(seen)
