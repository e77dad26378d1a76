# The body may count its own runs.
# > n=1
# > rerun
# > n=1
# > n=2
import streamlit as st

if "runs" not in st.session_state:
    st.session_state.runs = 0
st.session_state.runs += 1
history = st.session_state.setdefault("history", [])
n = st.slider("n", 0, 5)
history.append(n)
st.write(f"run {st.session_state.runs}", history[-3:])
print("run", st.session_state.runs)
