# Containers with more and fewer elements than in the run before.
# > a=4
# > b=0
# > a=0
# > b=3
# > order=b first
import streamlit as st

a = st.slider("a", 0, 5, 1)
b = st.slider("b", 0, 5, 2)
order = st.radio("order", ["a first", "b first"])
first, second = st.container(), st.container(border=True)
if order == "b first":
    first, second = second, first
for i in range(a):
    first.write(f"a {i}")
for i in range(b):
    with second:
        with st.container():
            st.write(f"b {i}")
            if i % 2:
                st.caption("odd")
first.write("first ends")
second.write("second ends")
