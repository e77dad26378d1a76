# What a script in a server cannot do says so: input, signals, an end without an end.
# > how=input
# > n=2
# > how=signal
# > how=exit
# > how=recursion
# > how=memory
# > how=none
import signal
import sys

import streamlit as st

n = st.slider("n", 0, 5)
how = st.selectbox("how", ["none", "input", "signal", "exit", "recursion", "memory"])
st.write("above", how)


def endless(k):
    return endless(k + 1)


try:
    if how == "input":
        st.write(input())
    elif how == "signal":
        signal.signal(signal.SIGTERM, lambda *_: None)
    elif how == "exit":
        sys.exit(n)
    elif how == "recursion":
        endless(n)
    elif how == "memory":
        bytearray(1 << 60)
except (Exception, SystemExit) as error:
    st.write(type(error).__name__, str(error)[:40])
st.write("below", n)
