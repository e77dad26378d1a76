"""Signals, memos and an effect at top level; all only read and computed."""

import streamlit as st

from lattice import effect, memo, signal

count = signal(3)
factor = st.slider("factor", 1, 5, 2)
offset = st.number_input("offset", 0, 9, 1)
product = memo(lambda: count.value * factor)


@memo
def shifted() -> int:
    return product() + offset


@effect
def log() -> None:
    print("shifted is", shifted())


st.write("product", product())
st.write("shifted", shifted.value)
st.checkbox("unrelated")
st.write(repr(count), count.peek())
