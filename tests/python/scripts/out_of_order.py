# Containers made early and filled late, in another order.
import streamlit as st

top = st.container()
left, right = st.columns(2)
slots = [st.empty() for _ in range(3)]
tail = st.container(border=True)
n = st.slider("n", 0, 5, 2)
tail.write("tail first")
for i, slot in enumerate(reversed(slots)):
    if i < n:
        slot.write(f"slot {i} of {n}")
right.metric("right", n)
with left:
    st.write("left one")
    if st.checkbox("more on the left"):
        for i in range(n):
            st.write("left", i)
top.subheader(f"top knows {n}")
with tail:
    st.write("tail second", n * 2)
left.write("left last")
with top:
    flag = st.toggle("flag in top")
st.write("flag", flag)
slots[0].info("overwritten") if flag else None
