"""A run on its way to the browser: how it was announced, and what it has drawn."""

from __future__ import annotations

from typing import Any

from lattice.adapter import compat
from lattice.adapter.delivery.node import Node, Path
from lattice.adapter.delivery.page import Page

# The id of the fragment in whose name a run sends what changed.
FRAGMENT = "lattice"


class Run:
    """What one run has drawn on a page that shows `before`.

    `is_known`: the browser shows that and nothing else. `partial`: only what changes it is sent.
    """

    def __init__(
        self, page: Page, started: dict[str, Any], *, is_known: bool, partial: bool
    ) -> None:
        self.started = started
        self.is_known = is_known
        self.partial = partial
        self.before = page.nodes
        self.others_before = page.others
        self.fragments = frozenset(started["fragment_ids_this_run"] or ())
        self.nodes: dict[Path, Node] = {}
        self.others: set[str] = set()
        # Places that show something for a while, or something that is not known.
        self.unsure: set[Path] = set()
        # All messages so far with their places, for an upgrade.
        self.drawn: list[tuple[compat.ForwardMsg, Path]] = []
        self._partial_name = compat.RunDescriptor.create([FRAGMENT])

    @property
    def descriptor(self) -> compat.RunDescriptor:
        """How the browser knows this run."""
        whole: compat.RunDescriptor = self.started["run_descriptor"]
        return self._partial_name if self.partial else whole

    def announcement(self) -> dict[str, Any]:
        """Return the event that begins this run."""
        if not self.partial:
            return self.started
        names = {"fragment_ids_this_run": [FRAGMENT], "run_descriptor": self.descriptor}
        return {**self.started, **names}

    def become_whole(self) -> list[tuple[compat.ForwardMsg, Path]]:
        """Begin anew as a run of the whole script; return what was drawn so far."""
        self.partial = False
        self.nodes, self.others, self.unsure = {}, set(), set()
        drawn, self.drawn = self.drawn, []
        return drawn

    # ---------------------------------------------------------------- one place

    def shown(self, path: Path) -> Node | None:
        """Return what the browser shows at a place now, if that is known."""
        if path in self.unsure:
            return None
        return self.nodes.get(path) or self.before.get(path)

    def is_shown(self, node: Node, path: Path) -> bool:
        """Whether sending the node would change nothing."""
        shown = self.shown(path)
        return shown is not None and node.is_same(shown)

    def displaces(self, node: Node, path: Path) -> bool:
        """Whether only the end of a whole run takes away all of what is there now."""
        shown = self.nodes.get(path) or self.before.get(path)
        return shown is not None and not node.takes_place_of(shown)

    def keep(self, node: Node, path: Path, message: compat.ForwardMsg) -> None:
        """The browser shows this already."""
        self.nodes[path] = node
        self.drawn.append((message, path))

    def note(self, node: Node | None, path: Path) -> None:
        """The browser shows the node from now on, or for a while something that is none."""
        if node is None:
            self.unsure.add(path)
            drawn = self.nodes.get(path)
            if drawn is not None:
                self.nodes[path] = drawn._replace(digest="")
        else:
            self.unsure.discard(path)
            self.nodes[path] = node

    # ---------------------------------------------------------------- the whole page

    def leaves_something(self) -> bool:
        """Whether the page holds something that this run has not drawn, so that it has to go."""
        return self.others != self.others_before or not self.before.keys() <= self.nodes.keys()

    def leaves_something_in_fragments(self) -> bool:
        """The same for a run of fragments, which draw only their own places."""
        roots = {path for path, node in self.before.items() if node.fragment in self.fragments}
        return any(
            path not in self.nodes
            for path in self.before
            if any(path[:end] in roots for end in range(1, len(path) + 1))
        )

    def result(self, *, succeeded: bool) -> tuple[dict[Path, Node], frozenset[str]] | None:
        """Return what the browser shows after this run, or None when that is not sure."""
        nodes, others = self.nodes, frozenset(self.others)
        if self.fragments:
            is_sure = self.is_known and succeeded and not self.leaves_something_in_fragments()
        else:
            is_sure = succeeded or self.partial
        if not is_sure:
            return None
        if self.fragments or not succeeded:
            # Nothing was taken away.
            nodes, others = {**self.before, **nodes}, self.others_before
        return nodes, others
