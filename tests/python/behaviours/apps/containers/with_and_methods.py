# `with`, method calls and writes out of order all land in the place of their container.
# > n=3
# > n=0
# > flag=true
# > n=5
import streamlit as st

head = st.container()
left, right = st.columns([2, 1])
box = st.container(border=True)
n = st.slider("n", 0, 5, 1)
with right:
    flag = st.checkbox("flag")
    st.write("right", n)
left.metric("left", n, flag)
with left, box:
    st.write("in the box", n)
head.write(f"head {n}")
for i in range(n):
    box.caption(f"line {i}")
if flag:
    head.info("flag")
right.write("late")
st.write("end")
