"""Many edits leave nothing behind: no old module, class, program or record stays alive."""

import gc
import types
from pathlib import Path

from lattice.browser.step import parse_step

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled
from driver.process import reset

SCRIPT = """\
import streamlit as st
import helper

class EditedBox:
    def f(self):
        return 1

def g(x):
    return [x] * 1000

big = g(3)
box = EditedBox()
st.write(len(big), box.f(), helper.h(2))

def main(k):
    st.write(k)
    for i in range(3):
        st.text(i)

main(2)
"""
# More than the texts that are remembered.
EDITS = 80


def test_many_edits_leave_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    (tmp_path / "helper.py").write_text("DATA = [0] * 10000\ndef h(x):\n    return x\n")
    counts = []
    with fresh_process(path), lattice_enabled() as traces:
        app = LocalApp(path)
        app.start()
        for number in range(2 * EDITS):
            moved = f"# {number}\n" * (number % 7 + 1)
            path.write_text(moved + SCRIPT.replace("return 1", f"return {number + 10}"))
            if number % 5 == 0:
                # As Streamlit does after a save.
                reset(tmp_path)
            app.do(parse_step("rerun"))
            traces.clear()
            if number % EDITS == EDITS - 1:
                gc.collect()
                objects = gc.get_objects()
                counts.append(len(objects))
                modules = [o for o in objects if isinstance(o, types.ModuleType)]
                assert sum(module.__name__ == "helper" for module in modules) == 1
                classes = [o for o in objects if isinstance(o, type) and o.__name__ == "EditedBox"]
                assert sum(kind.__module__ == "__main__" for kind in classes) <= 2
                del objects, modules, classes
    assert counts[1] - counts[0] < 1000, counts
