"""Starts Streamlit's server with scripts that run incrementally."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from lattice.adapter.trace import Interaction

_COLOURS = {"error": "1;31", "note": "1;36"}


def launch(arguments: list[str]) -> None:
    """Run `streamlit run` with `arguments`, incrementally unless asked otherwise.

    `LATTICE_MODE` (auto, full or verify), `LATTICE_TRACE` (a file to which each interaction is
    appended as a line of JSON) and `LATTICE_QUIET` are read from the environment. Ends the process.
    """
    from streamlit.web import cli

    mode = os.environ.get("LATTICE_MODE", "auto")
    if mode != "full":
        note = install(compare=mode == "verify")
        if note is not None:
            print(f"warning: {note}", file=sys.stderr)
    sys.argv = ["streamlit", "run", *arguments]
    cli.main(prog_name="lattice")


def install(*, compare: bool = False) -> str | None:
    """Make the server's scripts run incrementally, or return why this Streamlit does not let us.

    Parameters
    ----------
    compare : run them in full, too, show that and compare
    """
    import streamlit
    from streamlit import config

    try:
        from lattice.adapter import compat, idle, runner, server, settings
    except ImportError as error:
        # Another version may lack what an adapter for this one imports.
        return f"Streamlit {streamlit.__version__} runs scripts in full, as it always does: {error}"
    note = compat.version_note()
    if note is not None:
        return note
    if compare:
        _compare()
    else:
        runner.install()
    server.install()
    collector = idle.IdleCollector()
    config.on_config_parsed(collector.start, force_connect=True)
    if not os.environ.get("LATTICE_QUIET"):
        settings.listen(Reporter(sys.stderr).show)
    trace = os.environ.get("LATTICE_TRACE")
    if trace:
        settings.listen(TraceFile(trace).append)
    return None


def _compare() -> None:
    from lattice.adapter.verify import mode

    mode.install()
    reporter = Reporter(sys.stderr)
    mode.listen(lambda finding: reporter.tell(finding.text()))
    reporter.tell("comparing every interaction with a full run: callbacks and effects happen twice")


class Reporter:
    """Prints one line for each interaction."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        forced = bool(os.environ.get("FORCE_COLOR"))
        self._colour = (stream.isatty() or forced) and not os.environ.get("NO_COLOR")

    def show(self, interaction: Interaction) -> None:
        """Print the line, coloured on a terminal."""
        line = interaction.line()
        if self._colour:
            clock, _, rest = line.partition("  ")
            trigger, _, numbers = rest.partition("  ")
            line = f"\x1b[2m{clock}\x1b[0m  \x1b[1m{trigger}\x1b[0m  {numbers}"
        self._write(line)

    def tell(self, text: str) -> None:
        """Print a message, its first word coloured on a terminal."""
        word, colon, rest = text.partition(":")
        if self._colour and word in _COLOURS:
            text = f"\x1b[{_COLOURS[word]}m{word}\x1b[0m{colon}{rest}"
        self._write(text)

    def _write(self, line: str) -> None:
        with self._lock:
            try:
                self._stream.write(f"  {line}\n")
                self._stream.flush()
            except (OSError, UnicodeEncodeError):
                return


class TraceFile:
    """Appends each interaction to a file, a line of JSON each."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()

    def append(self, interaction: Interaction) -> None:
        """Write the interaction's line."""
        text = json.dumps(interaction.as_dict(), ensure_ascii=False)
        with self._lock, open(self._path, "a", encoding="utf-8") as file:
            file.write(text + "\n")
