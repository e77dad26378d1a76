# Lists and dicts in session_state are changed in place, without assignment.
import streamlit as st

state = st.session_state
if "log" not in state:
    state.log = []
    state.seen = {}
    state.runs = 0
state.runs += 1
n = st.slider("n", 0, 3, 0)
state.log.append(n)
state.seen[n] = state.seen.get(n, 0) + 1
st.write(state.runs, state.log[-5:], state.seen)
if st.button("clear"):
    state.log.clear()
if st.button("forget"):
    del state["seen"]
    state.seen = {}
log = state.log
if st.checkbox("twice"):
    log += [n, n]
    log.sort()
st.write(len(log), log is state["log"])
state.setdefault("first", n)
st.write(state.first, sorted(k for k in state if isinstance(k, str)))
if "tmp" in state:
    st.write("tmp was", state.pop("tmp") if hasattr(state, "pop") else state["tmp"])
if n == 2:
    state.tmp = [n]
