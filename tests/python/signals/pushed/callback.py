"""A callback in one tab writes what both tabs show; a signal made by the script keeps its value."""

import streamlit as st

from lattice import Signal, effect, signal


@st.cache_resource
def shared() -> Signal[int]:
    return signal(0)


own = signal(100)


def add() -> None:
    shared().value += 1
    own.value += 1


st.button("add", on_click=add)
st.write("shared is", shared().value)
st.write("own is", own.value)
watch = effect(lambda: print("own now", own.value))
st.write("constant")
