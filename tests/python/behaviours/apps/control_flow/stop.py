# `st.stop` ends the run; what stood below goes, and comes back.
# > ready=false
# > n=3
# > ready=true
# > name=
# > name=Bob
import streamlit as st

n = st.slider("n", 0, 5)
ready = st.checkbox("ready", True)
st.write("above", n)


def need(value):
    if not value:
        st.warning("missing")
        st.stop()
    return value


need(ready)
name = need(st.text_input("name", "Ada"))
st.write("below", n, name)
print("end", n)
