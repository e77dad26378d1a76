"""Loops that draw for ever: they stream, and the next click ends them."""

from pathlib import Path

from lattice.browser.frontend import Request
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from driver.story import Told, tell

ENDLESS = """\
import time
import streamlit as st

n = st.slider("n", 0, 9, 3)
st.write(f"n is {n}")
slot = st.empty()
step = 0
while True:
    slot.write(f"step {min(step, 5)}")
    step += 1
    time.sleep(0.01)
"""

ON_BUTTON = """\
import time
import streamlit as st


def animate(slot, n):
    step = 0
    while n:
        slot.metric("step", f"step {min(step, 5)} of {n}")
        step += 1
        time.sleep(0.01)


n = st.slider("n", 0, 9, 0)
bar = st.progress(0)
with st.container():
    slot = st.empty()
    animate(slot, n)
    bar.progress(50)
st.write("end", n)
"""


def test_endless_loop_streams_and_is_interrupted(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.app.tab.send(Request(WidgetStates()))
        told.until_shown("step 5")
        told.keep(told.app.shown()["main"])
        for n in (4, 5):
            told.send(f"n={n}")
            told.until_shown(f"n is {n}")
            told.until_shown("step 5")
            told.keep(told.app.shown()["main"])
        told.stop()
        told.finish()
        told.send("n=6")
        told.until_shown("n is 6")
        told.until_shown("step 5")

    tell(tmp_path, {"app.py": ENDLESS}, story)


def test_animation_in_a_function(tmp_path: Path) -> None:
    def story(told: Told) -> None:
        told.start()
        told.send("n=2")
        told.until_shown("step 5 of 2")
        told.send("n=3")
        told.until_shown("step 5 of 3")
        told.keep(told.app.shown()["main"])
        told.send("n=0")
        told.finish()
        told.do("rerun")

    tell(tmp_path, {"app.py": ON_BUTTON}, story)
