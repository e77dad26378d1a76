# A page that runs itself again until something is ready, and one that counts down with sleeps.
# > click start
# > n=2
# > click start
import time

import streamlit as st

state = st.session_state
n = st.slider("n", 1, 5, 3)
if st.button("start"):
    state.left = n
if state.get("left", 0) > 0:
    with st.status("waiting"):
        st.write("left", state.left)
    st.progress(1 - state.left / n)
    time.sleep(0.01)
    state.left -= 1
    print("poll", state.left)
    st.rerun()
place = st.empty()
for left in range(3, 0, -1):
    place.metric("starts in", left)
    time.sleep(0.005)
place.write("started")
st.write("ready", n)
