# `while` with a placeholder: every picture is drawn, the last one stays.
# > frames=2
# > speed=2
# > frames=6
import time

import streamlit as st

frames = st.slider("frames", 0, 6, 4)
speed = st.slider("speed", 1, 3)
place = st.empty()
bar = st.progress(0)
i = 0
while True:
    if i >= frames:
        break
    place.write(f"frame {i * speed}")
    bar.progress((i + 1) / frames, text=f"{i}")
    time.sleep(0.01)
    i += 1
st.write("done", i)
