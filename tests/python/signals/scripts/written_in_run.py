"""A run writes the signals it has made: the next run begins with new ones."""

import streamlit as st

from lattice import batch, effect, memo, signal

count = signal(0)
other = signal(0)
log: list[str] = []
doubled = memo(lambda: count.value * 2)
watch = effect(lambda: log.append(f"{count.value} {doubled()} {other.value}"))
st.write("before", count.value, doubled())
step = st.slider("step", 0, 5, 1)
if st.checkbox("write"):
    count.value = step
    st.write("written", count.value)
if st.button("add"):
    with batch():
        count.value += 10
        other.value += 1
st.write("after", count.value, doubled(), other.value)
st.write(log)
st.checkbox("unrelated")
