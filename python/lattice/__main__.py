"""What the `lattice` executable hands over to Python: `python -m lattice run|version|...`.

Errors come before anything slow or heavy is imported, in the executable's own form.
"""

from __future__ import annotations

import ast
import errno
import importlib.metadata
import importlib.util
import json
import os
import socket
import sys
import tokenize
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn

from lattice import preload

STREAMLIT = "streamlit==1.67.0"
# The flags of `lattice run` that are not Streamlit's, and the variables that carry their values.
VARIABLES = {
    "--lattice.mode": "LATTICE_MODE",
    "--lattice.trace": "LATTICE_TRACE",
    "--lattice.quiet": "LATTICE_QUIET",
}
MODES = ("auto", "full", "verify")


@dataclass
class RunWords:
    """The words after `run`, understood.

    `streamlit` are those for Streamlit, in their order; `flags` its flags with their values.
    """

    streamlit: list[str] = field(default_factory=list)
    flags: list[tuple[str, str | None]] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)


def main(words: Sequence[str]) -> None:
    """Do what the words ask for; end the process with an exit code on failure."""
    commands: dict[str, Callable[[list[str]], None]] = {
        "run": run,
        "verify": verify,
        "version": version,
        "dump-instrumented": dump_instrumented,
    }
    command = commands.get(words[0]) if words else None
    if command is None:
        name = words[0] if words else ""
        fail(2, f"`{name}` is no command of `python -m lattice`", "use the `lattice` executable")
    command(list(words[1:]))


def run(words: list[str]) -> None:
    """Serve a script."""
    preload.start_anew()
    understood = understand(words)
    for name, value in understood.own.items():
        os.environ[VARIABLES[name]] = value
    require_streamlit()
    check_flags([name for name, _ in understood.flags])
    check_port(understood.flags)
    from lattice.launcher import launch

    launch(understood.streamlit)


def understand(words: list[str]) -> RunWords:
    """Take Lattice's own flags out of the words; every flag of Streamlit takes a value."""
    result = RunWords()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            result.streamlit += [word, *rest]
            break
        name, equals, text = word.partition("=")
        if name == "--lattice.quiet":
            if equals and text not in {"true", "false"}:
                fail(2, f"`{text}` is no value of `{name}`", "it is `true` or `false`")
            result.own[name] = "" if text == "false" else "1"
        elif name.startswith("--lattice."):
            if name not in VARIABLES:
                fail(2, f"`lattice run` has no flag `{name}`", similar(name, list(VARIABLES)))
            if not equals:
                if not rest:
                    fail(2, f"a value is missing after `{name}`")
                text = rest.pop(0)
            if name == "--lattice.mode" and text not in MODES:
                fail(2, f"`{text}` is no value of `{name}`", similar(text, MODES))
            result.own[name] = text
        else:
            result.streamlit.append(word)
            if len(word) > 1 and word.startswith("-"):
                value: str | None = text if equals else None
                if not equals and rest and name != "--help":
                    value = rest.pop(0)
                    result.streamlit.append(value)
                result.flags.append((name, value))
    return result


def require_streamlit() -> None:
    """End with a message if Streamlit is not there to be run."""
    if importlib.util.find_spec("streamlit") is None:
        fail(
            1,
            f"Streamlit is not installed for {sys.executable}",
            f'install it with `pip install "{STREAMLIT}"`',
        )


def check_flags(names: list[str]) -> None:
    """End with a suggestion if Streamlit has no such flag."""
    if not names:
        return
    from streamlit.web import cli

    known = {"--help"}
    for parameter in cli.main_run.params:
        known.update(option for option in parameter.opts if option.startswith("-"))
    for name in names:
        if name not in known:
            own = sorted(known | set(VARIABLES))
            fail(
                2,
                f"`lattice run` has no flag `{name}`",
                similar(name, own)
                or "see `streamlit run --help`; arguments of the script stand after `--`",
            )


def check_port(flags: list[tuple[str, str | None]]) -> None:
    """End with advice if the port asked for is taken: Streamlit tries others only if none was."""
    given = dict(flags)
    text = given.get("--server.port") or ""
    address = given.get("--server.address") or ""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        return
    if address.startswith("unix:"):
        return
    port = int(text)
    problem = port_problem(port, address)
    if problem == errno.EADDRINUSE:
        last = min(port + 100, 65535)
        free = next((p for p in range(port + 1, last) if port_problem(p, address) == 0), None)
        advice = f"`--server.port {free}` is free; " if free is not None else ""
        fail(
            1,
            f"port {port} is in use",
            f"{advice}without the flag, the first free port from 8501 on is taken",
        )
    if problem == errno.EACCES:
        fail(1, f"port {port} may not be opened by this user", "choose one above 1023")


def port_problem(port: int, address: str) -> int:
    """Return 0 if the port can be listened on as Streamlit would, else the error number."""
    problem = 0
    for host in [address] if address else ["::", "0.0.0.0"]:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family) as listener:
                if os.name != "nt":
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                listener.bind((host, port))
                listener.listen(1)
            return 0
        except OSError as error:
            problem = error.errno or errno.EINVAL
            if problem in {errno.EADDRINUSE, errno.EACCES}:
                return problem
    return problem


def verify(words: list[str]) -> None:
    """Compare a script's incremental runs with full ones; end with 1 on a difference."""
    require_streamlit()
    from lattice.verify.command import verify as run_verify

    sys.exit(run_verify(words, fail))


def version(_words: list[str]) -> None:
    """Print the versions of everything a script runs on."""
    print(f"lattice {distribution_version('lattice')}")
    print(f"streamlit {distribution_version('streamlit')}")
    print(f"python {sys.version.split()[0]} ({sys.executable})")


def distribution_version(name: str) -> str:
    """Return the version of an installed distribution, or that there is none."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        if name == "lattice":
            from lattice import __version__

            return __version__
        return "(not installed)"


def dump_instrumented(words: list[str]) -> None:
    """Print a script as it runs: with Streamlit's magic and with guards."""
    require_streamlit()
    from lattice import _core, instrument
    from lattice.adapter import compat

    path = words[0]
    with tokenize.open(path) as file:
        text = file.read()
    plan = json.loads(_core.plan_json(text.encode("utf-8", "surrogatepass"), path))
    if plan["reason"] is not None:
        fail(1, f"`{path}` runs as plain Streamlit: {plan['reason']}")
    try:
        tree: ast.Module = compat.magic.add_magic(text, path)
        instrument.instrument(tree, plan, path)
    except (SyntaxError, RecursionError, instrument.PlanMismatchError) as error:
        fail(1, f"`{path}` cannot be instrumented: {error}")
    print(ast.unparse(tree))


def similar(word: str, known: Sequence[str]) -> str:
    """Return "did you mean ...?", or nothing."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else ""


def fail(code: int, message: str, advice: str = "") -> NoReturn:
    """Print an error as the executable does, and end."""
    forced = os.environ.get("FORCE_COLOR", "")
    coloured = not os.environ.get("NO_COLOR") and (
        forced not in {"", "0"} or (not forced and sys.stderr.isatty())
    )
    for label, colour, text in (("error", "1;31", message), ("help", "1;36", advice)):
        if text:
            head = f"\x1b[{colour}m{label}\x1b[0m" if coloured else label
            print(f"{head}: {text}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BrokenPipeError:
        # Whoever read the output has gone; flushing at exit must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
