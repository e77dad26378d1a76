# `run_every` runs the fragment by a timer.
# > tick
# > tick
# > n=2
# > tick
# > on=false
import streamlit as st

state = st.session_state
state.setdefault("ticks", 0)
n = st.slider("n", 0, 5)
on = st.toggle("on", True)


@st.fragment(run_every=60 if on else None)
def clock():
    state.ticks += 1
    st.write("tick", state.ticks, n)


clock()
st.write("page", n)
