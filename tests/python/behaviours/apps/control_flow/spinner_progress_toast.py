# Spinners turn while something runs and are gone afterwards; toasts and balloons fly once.
# > n=3
# > click cheer
# > n=1
# > click cheer
# > fail=true
# > fail=false
import streamlit as st

n = st.slider("n", 0, 5, 2)
fail = st.checkbox("fail")
with st.spinner("counting"):
    total = sum(range(n))
    st.write("inside", total)
    if fail:
        raise RuntimeError("in the spinner")
bar = st.progress(0, "start")
for i in range(n):
    bar.progress((i + 1) / n)
bar.empty()
if st.button("cheer"):
    st.toast(f"hooray {n}")
    st.balloons()
if n == 1:
    st.snow()
with st.empty():
    st.write("last", n)
