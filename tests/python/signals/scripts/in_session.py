"""Signals of the session, written by the script itself; effects that outlive a run pile up."""

import streamlit as st

from lattice import effect, memo, signal

if "count" not in st.session_state:
    st.session_state.count = signal(0)
    st.session_state.seen = []
count = st.session_state.count
seen = st.session_state.seen
st.write("value", count.value)
twice = memo(lambda: count.value * 2)
st.write("twice", twice())


@effect
def watch() -> None:
    seen.append(count.value)


if st.button("add"):
    count.value += 1
if st.button("five"):
    count.value = 5
if st.button("zero"):
    count.set(0)
st.write("now", count.value, twice(), len(seen))
st.checkbox("unrelated")
