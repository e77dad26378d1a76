# What a run does not draw again goes when it ends, at every depth.
# > n=0
# > n=5
# > n=2
# > detail=true
# > detail=false
import streamlit as st

n = st.slider("n", 0, 5, 3)
detail = st.checkbox("detail")
for i in range(n):
    with st.container(border=True):
        st.write("row", i)
        if detail and i % 2:
            left, right = st.columns(2)
            left.caption(f"left {i}")
            right.metric("m", i, n - i)
if n > 3:
    st.warning("many")
st.write("end")
