"""What only the preloaded library can tell: it is there under `lattice run`, on Linux."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from driver.engine import compares_stock_with_stock
from driver.story import Told, labels_that_ran, tell

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or compares_stock_with_stock(), reason="nothing is preloaded"
)

# Stands in a folder of installed packages, so that its code is a library's.
LIBRARY = """\
import logging
import secrets
import time
import uuid
from datetime import datetime

LOADED = time.time()


def stamp():
    return time.time()


def moment():
    return datetime.now().isoformat()


def token():
    return secrets.token_hex(8)


def identity():
    return str(uuid.uuid4())


def pause():
    return time.perf_counter() > 0


def logged():
    record = logging.getLogger("fieldkit").makeRecord("a", 20, "f", 1, "text", (), None)
    return record.getMessage()
"""

SCRIPT = """\
import os
import subprocess
import sys

import streamlit as st

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "env", "site-packages"))
import fieldkit
import pyarrow.parquet

n = st.slider("n", 0, 9)
st.write(n)
state = st.session_state


def is_new(name, value):
    new = state.get(name) != value
    state[name] = value
    return new


st.write("clock", is_new("clock", fieldkit.stamp()))
st.write("date", is_new("date", fieldkit.moment()))
st.write("secret", is_new("secret", fieldkit.token()))
st.write("id", is_new("id", fieldkit.identity()))
st.write("pure", fieldkit.pause(), fieldkit.logged(), fieldkit.LOADED > 0)
st.write("environment", os.environ.get("LD_PRELOAD"), os.environ.get("LATTICE_PRELOADED"))
maps = "open('/proc/self/maps').read().count('lattice_sense')"
child = f"import os; print(os.environ.get('LD_PRELOAD'), {maps})"
st.write("child", subprocess.run([sys.executable, "-c", child], capture_output=True).stdout)
st.write("parquet", pyarrow.parquet.read_table("data.parquet").to_pydict())
"""


def ran_in(interaction: dict[str, Any]) -> str:
    return "\n".join(labels_that_ran(interaction))


def reason(interaction: dict[str, Any], label: str) -> str:
    found = [cell["reason"] for cell in interaction["cells"] if cell["label"].startswith(label)]
    return str(found[0])


def write_table(path: Path, values: Sequence[int]) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"a": list(values)}), path)


def test_hidden_clocks_entropy_and_native_reads(tmp_path: Path) -> None:
    files = {"app.py": SCRIPT, "env/site-packages/fieldkit.py": LIBRARY}

    def story(told: Told) -> None:
        write_table(told.folder / "data.parquet", [1, 2])
        told.start()
        told.do("n=1", "n=2")
        write_table(told.folder / "data.parquet", [3, 4])
        told.do("n=3", "n=4")

    trace = tell(tmp_path, files, story)
    second, third, last = trace[-3], trace[-2], trace[-1]
    for cell, place in (("clock", 11), ("date", 15), ("secret", 0), ("id", 0)):
        words = reason(second, f'st.write("{cell}"')
        assert "fieldkit" in words, words
        assert f":{place}" in words or not place, words
        assert words.startswith(("it reads the clock", "it draws unseeded random values")), words
    assert '"pure"' not in ran_in(second), reason(second, 'st.write("pure"')
    assert '"environment"' not in ran_in(third) or "os.environ" in reason(
        third, 'st.write("environment"'
    )
    assert '"parquet"' not in ran_in(second), reason(second, 'st.write("parquet"')
    assert reason(third, 'st.write("parquet"') == "file `data.parquet` changed"
    assert '"parquet"' not in ran_in(last), reason(last, 'st.write("parquet"')
