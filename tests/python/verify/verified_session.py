"""Sessions whose every interaction is compared, in this process."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from lattice.adapter import compat
from lattice.adapter.verify import mode
from lattice.adapter.verify.lane import Lane
from lattice.adapter.verify.output import Output
from lattice.adapter.verify.report import Finding, Findings
from lattice.adapter.watch import hooks, sources
from lattice.browser.canonical import Canonical
from lattice.browser.frontend import Frontend, Request
from lattice.browser.step import parse_step
from streamlit.proto.WidgetStates_pb2 import WidgetStates


class VerifiedSession:
    """A browser that shows what the mode `verify` lets it see; `found` is what it reported."""

    def __init__(self, path: Path) -> None:
        self.frontend = Frontend()
        self.found: list[Finding] = []
        runner = mode.verified(compat.script_runner.ScriptRunner)
        self._lane = Lane(str(path), runner, "verified")
        self._run(Request(WidgetStates()))

    def do(self, *steps: str) -> None:
        for step in steps:
            request = self.frontend.act(parse_step(step))
            if request is not None:
                self._run(request)

    def texts(self) -> list[str]:
        """What `st.write` shows."""
        page = Canonical(exact=True).page(self.frontend)
        return [node["body"] for node in page["main"] if node["is"] == "markdown"]

    def _run(self, request: Request) -> None:
        data = compat.RerunData(
            widget_states=request.widgets,
            page_script_hash=request.page,
            fragment_id=request.fragment or None,
        )
        for message in self._lane.run(data).messages:
            self.frontend.apply(message)
        self.frontend.mount()


@contextlib.contextmanager
def verified_session(path: Path) -> Iterator[VerifiedSession]:
    compat.make_runtime(str(path))
    main, output, search = sys.modules.get("__main__"), sys.stdout, list(sys.path)
    sys.stdout = Output(sys.stdout)
    hooks.install()
    sources.install()
    logging.disable(logging.CRITICAL)
    mode.findings = Findings()
    found: list[Finding] = []
    stop = mode.listen(found.append)
    try:
        session = VerifiedSession(path)
        session.found = found
        yield session
    finally:
        stop()
        logging.disable(logging.NOTSET)
        sources.uninstall()
        hooks.uninstall()
        sys.stdout, sys.path[:] = output, search
        if main is not None:
            sys.modules["__main__"] = main
