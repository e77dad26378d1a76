# An exception in a callback is shown alone on the page: the body does not run.
# > n=2
# > n=3
# > rerun
import streamlit as st

state = st.session_state


def check():
    if state.n == 3:
        raise ValueError("three is not allowed")
    state.good = state.n


st.slider("n", 0, 5, 1, key="n", on_change=check)
st.write("n", state.n, "good", state.get("good"))
