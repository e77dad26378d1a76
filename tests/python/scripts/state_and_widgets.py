# session_state before, beside and after widgets.
import streamlit as st

state = st.session_state
if "level" not in state:
    state.level = 4
st.slider("level", 0, 10, key="level")
if st.button("too late"):
    state.level = 1
copy = state.level
state.copy = copy
st.number_input("mirrors", 0, 10, key="mirror")
if state.mirror > 5:
    st.text_input("only when large", key="large")
st.write(state.get("large", "not there"), state.level, state["copy"])
if st.checkbox("remove copy"):
    del state.copy
st.write("copy" in state, len([k for k in state if not str(k).startswith("$$")]))
state.total = state.get("total", 0) + state.level
st.write(state.total, state.to_dict().get("total"))
try:
    st.write(state.missing)
except AttributeError as error:
    st.write(str(error)[:60])
