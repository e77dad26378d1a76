# Bare expressions are drawn.
import streamlit as st

x = st.slider("x", 0, 5, 1)
x
x, x + 1
"text", x
[i for i in range(x)]
if x > 2:
    "more than two"
    {"x": x}
for i in range(2):
    i * x


def inside(v):
    v + 1
    "not drawn? it is", v


inside(x)
"""A string that stands alone"""
y = x if st.checkbox("y") else None
y
x == 3
