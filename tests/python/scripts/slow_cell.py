# A slow line between two widgets: fast clicks interrupt it.
import time

import streamlit as st

a = st.slider("a", 0, 9, 1)
st.write("a is", a)
time.sleep(0.2 + a * 0.001)
b = st.slider("b", 0, 9, 1)
st.session_state.setdefault("runs", []).append((a, b))
st.write("b is", b, a + b)
for i in range(3):
    st.write("row", i, a)
    time.sleep(0.02)
