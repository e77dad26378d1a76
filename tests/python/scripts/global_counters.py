# Functions that change globals behind the reader's back.
import streamlit as st

COUNTER = 0
HISTORY = []
CONFIG = {"level": 1}


def tick(by=1):
    global COUNTER
    COUNTER += by
    HISTORY.append(COUNTER)
    return COUNTER


def configure(level):
    CONFIG["level"] = level


def level():
    return CONFIG["level"]


n = st.slider("n", 1, 5, 2)
tick(n)
st.write(COUNTER, HISTORY)
if st.checkbox("tick ten"):
    tick(10)
configure(n * 2)
st.write(level(), tick())
for i in range(n):
    tick(i)
st.write(COUNTER)
if st.checkbox("reset"):
    COUNTER = 0
    HISTORY = []
st.write(tick(), HISTORY, level())


def rebind():
    global HISTORY, late
    HISTORY = HISTORY + ["rebound"]
    late = n


rebind()
st.write(HISTORY[-2:], late)
