# A callback may ask for another run, and change what the body is to see.
# > click up
# > click reset
# > click up
# > n=4
import streamlit as st

state = st.session_state
state.setdefault("count", 0)


def up():
    state.count += 1
    st.rerun()


def reset():
    state.clear()


st.button("up", on_click=up)
st.button("reset", on_click=reset)
n = st.slider("n", 0, 5, key="n")
state.setdefault("count", 0)
print("body", state.count, n)
st.write("count", state.count, "n", n)
