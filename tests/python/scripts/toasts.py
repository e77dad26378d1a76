# One-shot elements: toasts, balloons, snow.
import streamlit as st

n = st.slider("n", 0, 3, 0)
if n:
    st.toast(f"n is {n}")
if st.button("balloons"):
    st.balloons()
if st.button("snow"):
    st.snow()
st.toast("every time")
for i in range(n):
    st.toast(f"toast {i}", icon="🔥")
st.write("unrelated", st.checkbox("c"))
