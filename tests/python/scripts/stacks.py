"""Trap: the stack below the script is shown: by the script, and by a warning about caches."""

import inspect
import traceback

import streamlit as st


@st.cache_data
def total(count):
    st.checkbox("inside a cached function")
    return sum(range(count))


@st.cache_data
def doubled(count):
    return 2 * total(count)


def own_stack():
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_stack()]


count = st.slider("count", 1, 5)
if st.checkbox("warn"):
    st.write(doubled(count))
if st.checkbox("show the stack"):
    st.text("\n".join(own_stack()))
    st.text(len(inspect.stack()))
    st.code("".join(traceback.format_stack()[-2:]))
if st.checkbox("warn by hand"):
    st.exception(UserWarning("no traceback"))
