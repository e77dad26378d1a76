# Parallel fragments end before the page does, whatever their order.
# > n=3
# > a=2
# > b=4
# > n=1
import time

import streamlit as st

n = st.slider("n", 0, 5, 1)


@st.fragment(parallel=True)
def part(name, pause):
    time.sleep(pause)
    value = st.slider(name, 0, 5)
    st.write(name, value * n)


left, right = st.columns(2)
with left:
    part("a", 0.03)
with right:
    part("b", 0.01)
st.write("end", n)
