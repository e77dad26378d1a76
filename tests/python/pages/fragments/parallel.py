# Parallel fragments: threads in runs of the whole script, in order when they run by themselves.
import streamlit as st

state = st.session_state
n = st.slider("n", 1, 9, 4)


@st.fragment(parallel=True)
def worker(name, size):
    m = st.slider(f"m of {name}", 1, 9, 2)
    st.write(name, sum(i * m for i in range(size)))
    if st.checkbox(f"more of {name}"):
        st.write(state.get("text", "none"), size)


st.write("head", n)
worker("a", n)
worker("b", n * 2)
st.text_input("text", key="text")
st.write("tail", n)
