# Generators in `st.write_stream`, and `st.write` of generators and functions.
# > n=4
# > upper=true
# > n=0
import streamlit as st

n = st.slider("n", 0, 5, 2)
upper = st.checkbox("upper")


def words():
    for i in range(n):
        word = f"word{i} "
        yield word.upper() if upper else word


text = st.write_stream(words)
mixed = st.write_stream(iter(["text ", {"n": n}, "more"]))
st.write(repr(text), mixed)
st.write(words())
st.write(sum(len(word) for word in words()))
