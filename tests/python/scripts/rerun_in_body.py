# st.rerun from the body, also in the middle of changes.
import streamlit as st

state = st.session_state
state.setdefault("n", 0)
state.setdefault("trail", [])
state.trail.append(state.n)
st.write("n is", state.n)
if st.button("up"):
    state.n += 1
    st.rerun()
if st.button("up twice"):
    state.again = 2
if state.get("again", 0) > 0:
    state.again -= 1
    state.n += 1
    shared = [state.n]
    st.write("half way", shared)
    st.rerun()
if st.checkbox("keep even"):
    if state.n % 2:
        state.n += 1
        st.rerun()
st.write(state.trail[-6:], len(state.trail))
st.slider("unrelated", 0, 5)
