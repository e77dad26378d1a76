# `match`, `:=`, conditional expressions and chained comparisons decide what is drawn.
# > kind=pair
# > n=3
# > kind=dict
# > kind=nothing
# > n=5
import streamlit as st

n = st.slider("n", 0, 5, 1)
kind = st.selectbox("kind", ["number", "pair", "dict", "nothing"])
value = {"number": n, "pair": (n, "x"), "dict": {"n": n, "more": [1]}, "nothing": None}[kind]
match value:
    case int() if value > 3:
        st.write("large", value)
    case int():
        st.write("number", value)
    case (first, second):
        left, right = st.columns(2)
        left.write(first)
        right.write(second)
    case {"n": inner, **rest}:
        st.write(inner, rest)
    case None:
        st.info("nothing")
if (square := n * n) > 3 and 0 < n < 5:
    st.write("square", square)
st.write("odd" if n % 2 else "even", kind)
