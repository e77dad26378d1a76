"""Programs that change one object in place between readers, told as text in `changes/`.

A file begins with a line that says what it holds and a `prelude` that all its programs begin with.
`=== KIND [optional MODULE]` opens a kind of object: `make` lines bind `x` and what goes with it,
`look` is an expression that shows all of it as text, every further line is a change: one program.
`m` is a number from a slider.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("changes")


@dataclass(frozen=True)
class Kind:
    """A kind of object and the changes that it can take."""

    name: str
    prelude: str
    make: str
    look: str
    changes: tuple[str, ...]
    needs: str

    @property
    def is_installed(self) -> bool:
        return not self.needs or importlib.util.find_spec(self.needs) is not None


def kinds() -> list[Kind]:
    found: list[Kind] = []
    for path in sorted(_FOLDER.glob("*.txt")):
        head, *parts = path.read_text().split("\n=== ")
        prelude = head.partition("prelude\n")[2]
        for part in parts:
            title, *lines = part.strip().splitlines()
            name, _, needs = title.partition(" optional ")
            make = [line.removeprefix("make ") for line in lines if line.startswith("make ")]
            (look,) = [line.removeprefix("look ") for line in lines if line.startswith("look ")]
            changes = [line for line in lines if not line.startswith(("make ", "look "))]
            found.append(
                Kind(f"{path.stem}, {name}", prelude, "\n".join(make), look, tuple(changes), needs)
            )
    return found


def program(kind: Kind, change: str) -> str:
    """A page with readers before and after the change; each depends on a slider of its own."""
    return f"""\
import streamlit as st
{kind.prelude}
m = st.slider("m", 0, 3)
n = st.slider("n", 0, 3)
k = st.slider("k", 0, 3)
{kind.make}
alias = [x]
st.text([n, {kind.look}])
{change}
st.text([k, {kind.look}])
st.text([alias[0] is x, m])
st.text({kind.look})
"""


def line_of_change(kind: Kind) -> int:
    return program(kind, "# here").splitlines().index("# here") + 1
