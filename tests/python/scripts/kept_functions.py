"""Functions of an earlier run see the variables of that run, also through the functions they call."""

from functools import partial

import streamlit as st

k = st.slider("k", 1, 5)


def helper():
    return k * 10


def fun():
    return k, helper()


def make(base):
    def inner():
        return base + k

    return inner


def counted(by=1):
    global total
    total += by
    return total


total = 0
if "fun" not in st.session_state or st.checkbox("again"):
    st.session_state.fun = fun
    st.session_state.held = {"inner": make(100), "lambda": [lambda: k], "part": partial(helper)}
    st.session_state.counted = counted

st.write(fun(), st.session_state.fun(), st.session_state.fun is fun)
held = st.session_state.held
st.write(held["inner"](), held["lambda"][0](), held["part"]())
st.write(counted(), st.session_state.counted(10), total)
st.button("rerun")
