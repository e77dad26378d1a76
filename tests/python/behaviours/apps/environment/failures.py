# Failed assertions and exceptions that are no errors of the script.
# > how=assertion
# > n=6
# > how=stop
# > n=2
# > how=warning
# > how=none
import streamlit as st

n = st.slider("n", 0, 9)
how = st.selectbox("how", ["none", "assertion", "stop", "warning"])
st.write("above", how)
if how == "assertion":
    assert n > 5, f"n is {n}"
elif how == "stop":
    raise StopIteration(n)
elif how == "warning":
    raise UserWarning("raised")
st.write("below", n)
