# `run_every`, a fragment that raises, one that stops, and prints.
import streamlit as st

state = st.session_state
state.setdefault("ticks", 0)
state.setdefault("runs", 0)
state.runs += 1
every = st.selectbox("every", [None, 3600, 7200], index=1)
limit = st.slider("limit", 1, 6, 3)


@st.fragment(run_every=every)
def clock():
    state.ticks += 1
    st.write("ticks", state.ticks)
    st.progress(min(1.0, state.ticks / 20))
    if state.ticks % limit == 0:
        st.success("limit")


@st.fragment
def fragile():
    number = st.number_input("number", 0, 9, 1)
    print("number", number)
    st.write("before", number)
    if number == 7:
        raise ValueError("seven")
    if number == 8:
        st.stop()
    st.write("inverse", 1 / number if number else "none")


clock()
st.write("runs", state.runs)
fragile()
st.write("end", state.ticks)
