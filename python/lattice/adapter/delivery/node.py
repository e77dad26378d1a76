"""One place of the page, as the browser shows it."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from lattice.adapter import compat

Path: TypeAlias = tuple[int, ...]

# Elements whose code runs each time they arrive.
_COMPONENTS = frozenset({"component_instance", "bidi_component"})


class Node(NamedTuple):
    """What a message puts at its place.

    `digest` and `script` are equal for messages that show the same, and an empty digest is equal to
    none; `kind` is the type of element or block; `identity` is the id under which the browser keeps
    the state of a widget; `fragment` is the id of the fragment it was drawn by. `acts`: the browser
    does something when it arrives, so a second one is not the same as one.
    """

    digest: str
    script: str
    kind: str
    identity: str
    fragment: str
    acts: bool

    def is_same(self, shown: Node) -> bool:
        """Whether a browser that shows `shown` need not hear of this one."""
        return not self.acts and shown.digest == self.digest != "" and shown.script == self.script

    def takes_place_of(self, old: Node) -> bool:
        """Whether the browser may put this node where `old` is without the end of a whole run.

        Where a widget or a block gives way to something else, only the end of a whole run takes
        away what belongs to it.
        """
        return self.identity == old.identity and (
            self.kind == old.kind
            or not (self.kind.startswith("block ") or old.kind.startswith("block "))
        )


def node_of(message: compat.ForwardMsg) -> Node | None:
    """Return what a message puts at its place; None if it is no element and no block."""
    if message.WhichOneof("type") != "delta" or not message.hash:
        return None
    delta = message.delta
    script, fragment = message.metadata.active_script_hash, delta.fragment_id
    what = delta.WhichOneof("type")
    if what == "add_block":
        block = delta.add_block
        block_kind = f"block {block.WhichOneof('type')}"
        is_dialog = block_kind == "block dialog"
        return Node(message.hash, script, block_kind, block.id, fragment, acts=is_dialog)
    if what != "new_element":
        return None
    element = delta.new_element
    kind = element.WhichOneof("type") or ""
    proto = getattr(element, kind) if kind else None
    acts = (
        kind in _COMPONENTS
        or element.has_one_shot_effect
        or bool(getattr(proto, "set_value", False))
    )
    return Node(message.hash, script, kind, str(getattr(proto, "id", "")), fragment, acts=acts)


def is_one_shot(message: compat.ForwardMsg) -> bool:
    """Whether the message has an effect beside its place: a toast, balloons."""
    return bool(message.delta.new_element.has_one_shot_effect)
