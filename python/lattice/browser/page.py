"""The page a browser shows, folded from the messages of the server.

A page is four trees (main, sidebar, event, bottom) of blocks, elements and transients:

* an *element* is one drawn thing, a *block* a container, addressed by its delta path;
* a *transient* stands before an anchor node while a spinner turns, and gives the anchor back;
* every node remembers the run that sent it; when a run ends, older nodes are *stale* and go.

Example: run 1 sends `text` to [0, 0] and [0, 1], run 2 only to [0, 0]. While run 2 is on, the page
shows both; when run 2 has finished, [0, 1] is stale and dropped.

The rules are those of the web frontend of Streamlit 1.67, including what it refuses: a message that
a browser would answer with an error dialog raises `RefusedMessageError` here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOTS = ("main", "sidebar", "event", "bottom")
ONE_SHOT = ("toast", "balloons", "snow")
_PRUNING = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class RefusedMessageError(Exception):
    """The frontend cannot apply this message."""


@dataclass(eq=False)
class Element:
    proto: Any
    run: str
    fragment: str = ""
    script: str = ""

    @property
    def type(self) -> str:
        return self.proto.WhichOneof("type") or ""


@dataclass(eq=False)
class Block:
    proto: Any
    run: str
    fragment: str = ""
    script: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def type(self) -> str:
        return (self.proto.WhichOneof("type") or "") if self.proto is not None else ""


@dataclass(eq=False)
class Transient:
    """Elements shown for the moment in front of `anchor`, which is None on an empty place."""

    anchor: Node | None
    pending: list[Element]
    run: str


Node = Element | Block | Transient


class Page:
    """The trees and what belongs to the page as a whole."""

    def __init__(self) -> None:
        self.roots = [Block(None, "") for _ in ROOTS]
        self.run = ""
        self.script = ""
        self.main_script = ""
        self.query = ""
        self.settings: dict[str, Any] = {}
        self.navigation: Any = None
        self.logo: tuple[Any, str] | None = None
        self.timers: dict[str, float] = {}
        self.compile_error: Any = None
        self.page_not_found: str | None = None
        self.is_changed_on_disk = False
        self.one_shots: list[tuple[str, Any]] = []

    def apply(self, message: ForwardMsg) -> None:
        handler = getattr(self, f"_on_{message.WhichOneof('type')}", None)
        if handler is not None:
            handler(message)

    def nodes(self) -> Iterator[tuple[str, Element | Block]]:
        """Every element and block in document order, with the name of its root."""
        for name, root in zip(ROOTS, self.roots, strict=True):
            for child in root.children:
                yield from ((name, node) for node in _walk(child))

    # What each message does, in the order of a run.

    def _on_new_session(self, message: ForwardMsg) -> None:
        session, fragments = message.new_session, set(message.metadata.run.fragment_ids)
        self.run = message.metadata.run.script_run_id
        if session.page_script_hash == self.script:
            for root in self.roots:
                _settle_all(root, fragments)
        else:
            for root in self.roots:
                _keep_only_script(root, session.main_script_hash)
            self.logo = None
        if not fragments:
            self.timers.clear()
            self.main_script = session.main_script_hash
            self.script = session.page_script_hash
        self.compile_error = self.page_not_found = None
        self.is_changed_on_disk = False

    def _on_delta(self, message: ForwardMsg) -> None:
        path, delta = list(message.metadata.delta_path), message.delta
        if not path or not 0 <= path[0] < len(ROOTS):
            raise RefusedMessageError(f"bad root in delta path {path}")
        script, kind = message.metadata.active_script_hash, delta.WhichOneof("type")
        node: Node
        if kind == "new_element":
            node = Element(delta.new_element, self.run, delta.fragment_id, script)
            if node.type in ONE_SHOT:
                self.one_shots.append((node.type, getattr(node.proto, node.type)))
        elif kind == "add_block":
            node = Block(delta.add_block, self.run, delta.fragment_id, script)
            node.children = self._inherited(path, node)
        elif kind == "new_transient":
            shown = [
                Element(element, self.run, delta.fragment_id, script)
                for element in delta.new_transient.elements
            ]
            node = Transient(None, shown, self.run)
        else:
            raise RefusedMessageError(f"unknown delta {kind}")
        placed = _place(self.roots[path[0]], path[1:], node, self.run)
        if not isinstance(placed, Block):
            raise RefusedMessageError("a root can only be a container")
        self.roots[path[0]] = placed

    def _on_script_finished(self, message: ForwardMsg) -> None:
        run = message.metadata.run
        if message.script_finished not in _PRUNING or not run.script_run_id:
            return
        fragments = set(run.fragment_ids)
        if not fragments and run.script_run_id != self.run:
            return
        for root in self.roots:
            root.children = _pruned(root.children, run.script_run_id, fragments, inside=False)
        if not fragments and self.logo is not None and self.logo[1] != run.script_run_id:
            self.logo = None

    def _on_page_config_changed(self, message: ForwardMsg) -> None:
        for descriptor, value in message.page_config_changed.ListFields():
            plain = descriptor.message_type is None and not descriptor.is_repeated
            self.settings[descriptor.name] = value if plain else str(value)

    def _on_page_info_changed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _on_navigation(self, message: ForwardMsg) -> None:
        self.navigation = message.navigation
        self.script = message.navigation.page_script_hash

    def _on_page_not_found(self, message: ForwardMsg) -> None:
        self.page_not_found, self.script = message.page_not_found.page_name, self.main_script

    def _on_logo(self, message: ForwardMsg) -> None:
        self.logo = (message.logo, self.run)

    def _on_auto_rerun(self, message: ForwardMsg) -> None:
        self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _on_stop_auto_rerun(self, message: ForwardMsg) -> None:
        for fragment in message.stop_auto_rerun.fragment_ids:
            self.timers.pop(fragment, None)

    def _on_session_event(self, message: ForwardMsg) -> None:
        event = message.session_event
        if event.WhichOneof("type") == "script_compilation_exception":
            self.compile_error = event.script_compilation_exception
        elif event.WhichOneof("type") == "script_changed_on_disk":
            self.is_changed_on_disk = True

    def _inherited(self, path: list[int], block: Block) -> list[Node]:
        """A container drawn again keeps what it holds until the run draws into it or ends."""
        old: Node | None = self.roots[path[0]]
        for index in path[1:]:
            old = old.anchor if isinstance(old, Transient) else old
            inner = old.children if isinstance(old, Block) else []
            old = inner[index] if 0 <= index < len(inner) else None
        old = old.anchor if isinstance(old, Transient) else old
        if not isinstance(old, Block) or old.type != block.type:
            return []
        if block.type == "dialog" and old.proto.id != block.proto.id:
            return []
        return old.children


def _walk(node: Node | None) -> Iterator[Element | Block]:
    if isinstance(node, Transient):
        yield from _walk(node.anchor)
    elif node is not None:
        yield node
        if isinstance(node, Block):
            for child in node.children:
                yield from _walk(child)


def _place(at: Node, path: list[int], new: Node, run: str) -> Node:
    """The node that stands at `at` once `new` has been put at `path` below it."""
    if not path:
        return _replacement(at, new)
    if isinstance(at, Transient):
        if at.anchor is None:
            raise RefusedMessageError("a transient without an anchor has no children")
        at.anchor = _place(at.anchor, path, new, run)
        return at
    if isinstance(at, Element):
        raise RefusedMessageError("the delta path leads through an element")
    index, rest = path[0], path[1:]
    if not 0 <= index <= len(at.children):
        raise RefusedMessageError(f"bad delta path index {index}, 0 to {len(at.children)} expected")
    if index < len(at.children):
        at.children[index] = _place(at.children[index], rest, new, run)
    elif rest:
        raise RefusedMessageError("the delta path leads through a place that is empty")
    else:
        at.children.append(new)
    at.run = run
    return at


def _replacement(old: Node, new: Node) -> Node:
    if isinstance(new, Transient):
        new.anchor = old.anchor if isinstance(old, Transient) else old
        return new
    if isinstance(old, Transient) and old.run == new.run and old.pending:
        kept = [element for element in old.pending if element.run == new.run]
        return Transient(new, kept, new.run) if kept else new
    return new


def _pruned(nodes: list[Node], run: str, fragments: set[str], inside: bool) -> list[Node]:
    """What is left when `run` ends; `inside`: below a container of a fragment that ran."""
    return [kept for node in nodes if (kept := _fresh(node, run, fragments, inside)) is not None]


def _fresh(node: Node, run: str, fragments: set[str], inside: bool) -> Node | None:
    if isinstance(node, Transient):
        anchor = None if node.anchor is None else _fresh(node.anchor, run, fragments, inside)
        node.anchor = anchor
        node.pending = [e for e in node.pending if _fresh(e, run, fragments, inside) is not None]
        return node if node.pending else anchor
    if isinstance(node, Element):
        outside = bool(fragments) and (not node.fragment or not inside)
        return node if node.run == run or node.type == "toast" or outside else None
    if fragments:
        if inside and node.run != run:
            return None
        inside = inside or (node.fragment in fragments and node.run == run)
    elif node.run != run:
        return None
    node.children = _pruned(node.children, run, fragments, inside)
    return node


def _settle_all(block: Block, fragments: set[str]) -> None:
    """A new run ends what is transient, except inside fragments that do not run."""
    if fragments and block.fragment and block.fragment not in fragments:
        return
    settled = [n.anchor if isinstance(n, Transient) else n for n in block.children]
    block.children = [node for node in settled if node is not None]
    for child in block.children:
        if isinstance(child, Block):
            _settle_all(child, fragments)


def _keep_only_script(block: Block, script: str) -> None:
    """After a change of page only what the main script drew stays."""
    settled = [n.anchor if isinstance(n, Transient) else n for n in block.children]
    block.children = [n for n in settled if isinstance(n, Element | Block) and n.script == script]
    for child in block.children:
        if isinstance(child, Block):
            _keep_only_script(child, script)
