# `st.rerun` with the key of a fragment, or several, runs just those.
# > click left again
# > m=3
# > click both again
# > n=2
# > click unknown
# > n=1
import streamlit as st

state = st.session_state
state.setdefault("runs", {"page": 0, "left": 0, "right": 0})
state.runs["page"] += 1
n = st.slider("n", 0, 5)


@st.fragment(key="left")
def left():
    state.runs["left"] += 1
    m = st.slider("m", 0, 5)
    st.write("left", state.runs["left"], m, n)
    if st.button("both again"):
        st.rerun(scope=["left", "right"])


@st.fragment(key="right")
def right():
    state.runs["right"] += 1
    st.write("right", state.runs["right"], n)
    if st.button("left again"):
        st.rerun(scope="left")


left()
right()
if st.button("unknown"):
    st.rerun(scope="nobody")
st.write("page", state.runs["page"], n)
