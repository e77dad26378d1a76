# A widget that is not drawn loses its value, unless it persists; a copy in the session stays.
# > name=Ada
# > keep=Bob
# > show=false
# > n=3
# > show=true
# > name=Eve
import streamlit as st

state = st.session_state
show = st.checkbox("show", True)
n = st.slider("n", 0, 5)
if show:
    name = st.text_input("name", "nobody", key="name")
    st.text_input("keep", "first", key="keep", persist_state="session")
    state.copy = name
st.write("name" in state, state.get("name"), state.get("keep"), state.get("copy"), n)
