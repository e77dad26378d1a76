# A grid, a row of flexible width and the bottom of the page.
# > n=5
# > word=hello
# > n=1
import streamlit as st

n = st.slider("n", 1, 6, 3)
grid = st.grid(3)
for i in range(n):
    grid.write(f"cell {i}")
with st.container(horizontal=True, horizontal_alignment="right"):
    for i in range(n):
        st.badge(f"badge {i}")
with st.bottom:
    word = st.text_input("word", "w")
st.write(word * n)
st.bottom.caption(f"bottom {n}")
