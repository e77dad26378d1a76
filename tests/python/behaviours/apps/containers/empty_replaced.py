# `st.empty` holds one thing at a time, drawn again, replaced by a container, and cleared.
# > n=1
# > n=2
# > n=3
# > n=4
# > n=0
import streamlit as st

n = st.slider("n", 0, 5)
place = st.empty()
other = st.empty()
place.write("first")
if n == 1:
    place.write("second")
elif n == 2:
    with place.container():
        st.write("a")
        st.write("b", n)
elif n == 3:
    place.empty()
elif n == 4:
    place.metric("m", n)
    other.line_chart({"y": [n, 1]})
with other:
    if n != 4:
        st.write("other", n)
st.write("end")
