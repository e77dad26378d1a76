# `st.rerun` starts the body again with what the session holds now.
# > click once
# > n=3
# > click twice
# > click loop
# > n=1
import streamlit as st

state = st.session_state
state.setdefault("count", 0)
n = st.slider("n", 0, 5)
st.write("before", state.count)
if state.get("again", 0) > 0:
    state.again -= 1
    state.count += 1
    st.rerun()
if st.button("once"):
    state.count += 1
    st.rerun()
if st.button("twice"):
    state.again = 2
    st.rerun()
with st.container():
    if st.button("loop"):
        for i in range(3):
            st.write("loop", i)
            if i == 1:
                state.count += 10
                st.rerun()
st.write("after", state.count, n)
print("end", state.count)
