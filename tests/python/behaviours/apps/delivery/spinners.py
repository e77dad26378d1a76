# Spinners turn where elements are, before them, after them and where none follows.
# > n=3
# > inside=true
# > n=4
# > last=false
# > inside=false
# > n=0
import streamlit as st

n = st.slider("n", 0, 9, 2)
inside = st.checkbox("inside")
last = st.checkbox("last", True)
slot = st.empty()
slot.write(f"slot {min(n, 3)}")
if inside:
    with slot, st.spinner("inside"):
        sum(range(n))
with st.spinner("before"):
    total = sum(range(n))
st.write(f"total {total}")
if last:
    st.write("last")
with st.spinner("after"):
    sum(range(n))
