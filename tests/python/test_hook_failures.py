"""A watcher that fails: the page is Streamlit's all the same, and the reason is on stderr."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import streamlit as st

n = st.slider("n", 1, 5)
st.image(b"not really a picture" if n < 0 else "https://example.org/a.png")
st.audio(bytes(range(n)) * 50)
st.write("after", n)
"""

PROGRAM = """
import sys
from lattice import apptest
from lattice.adapter import compat
from streamlit.testing.v1 import AppTest

traces = []
with apptest.enabled(traces):
    hook = compat.media_file_manager.MediaFileManager.__dict__["add"]
    manager = compat.media_file_manager.MediaFileManager

    def broken(*_, **__):
        raise TypeError("broken watcher")

    from lattice import _core
    manager.add = _core.Hook(manager.add, None, broken, False)
    at = AppTest.from_file(sys.argv[1], default_timeout=60).run()
    for n in (1, 3):
        at.slider[0].set_value(n).run()
        assert not at.exception, at.exception
        assert at.markdown[0].value == f"after `{n}`", at.markdown
cells = [c for c in traces[1].cells if "audio" in c.label]
assert [c.action for c in cells] == ["run"], cells
print([c.reason for c in cells][0])
"""


def test_failing_watcher_does_not_fail_the_script(tmp_path: Path) -> None:
    script, program = tmp_path / "app.py", tmp_path / "program.py"
    script.write_text(SCRIPT)
    program.write_text(PROGRAM)
    environment = {k: v for k, v in os.environ.items() if k != "LATTICE_STRICT"}
    done = subprocess.run(
        [sys.executable, str(program), str(script)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "could not watch" in done.stdout
    assert "broken watcher" in done.stderr
