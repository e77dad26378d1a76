"""A thread goes on with the variables of the run that started it."""

import queue
import threading

import streamlit as st

factor = st.slider("factor", 1, 5)


def scaled(x):
    return x * factor


def work(asked, answered):
    while (x := asked.get()) is not None:
        answered.put((scaled(x), factor))


if "asked" not in st.session_state or st.button("restart"):
    if "asked" in st.session_state:
        st.session_state.asked.put(None)
    st.session_state.asked = queue.Queue()
    st.session_state.answered = queue.Queue()
    pair = (st.session_state.asked, st.session_state.answered)
    threading.Thread(target=work, args=pair, daemon=True).start()

st.session_state.asked.put(7)
st.write(scaled(7), st.session_state.answered.get(timeout=20))
