# Toasts and balloons come in every run, once; the page around them may change its shape.
# > n=3
# > more=true
# > n=4
# > party=true
# > n=5
# > more=false
# > party=false
import streamlit as st

n = st.slider("n", 0, 9, 2)
more = st.checkbox("more")
party = st.checkbox("party")
st.toast("every run")
if n > 3:
    st.toast(f"n is {n}")
if more:
    st.info("more")
if party:
    st.balloons()
st.write(f"n {n}")
st.write("last")
