"""Streamlit closes all figures of pyplot after a run, which takes their canvases away."""

from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import script_runner

from sensing.sensing_story import Watched, tell_in_process

CANVAS = """\
import matplotlib.pyplot as plt
import numpy as np
import streamlit as st
m = st.slider("m", 0, 9)
fig, ax = plt.subplots(figsize=(1, 1))
ax.plot([1, 2])
fig.canvas.draw()
st.write(np.asarray(fig.canvas.buffer_rgba()).shape, m)
"""

RANDOM = """\
import random
import matplotlib.pyplot as plt
import streamlit as st
fig, ax = plt.subplots(figsize=(1, 1))
st.pyplot(fig)
m = st.slider("m", 0, 9)
other, axes = plt.subplots(figsize=(1, 1))
axes.bar([0, 1], [1, random.randint(0, 9)])
st.write(len(axes.patches), m)
st.pyplot(other)
"""


@pytest.mark.parametrize("script", [CANVAS, RANDOM], ids=["canvas", "random"])
def test_figure_of_the_run_before_is_used_again(script: str, tmp_path: Path) -> None:
    def story(app: Watched) -> None:
        for step in ("m=1", "m=2", "m=3", "m=4"):
            # AppTest leaves this out.
            script_runner._clean_problem_modules()
            ran = app.do(step)
        if app.is_lattice and script == CANVAS:
            assert "subplots" not in ran

    tell_in_process(tmp_path, {"app.py": script}, story)
