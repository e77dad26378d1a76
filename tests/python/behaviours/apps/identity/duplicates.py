# Two equal widgets, or two with one key, are an error at the second one.
# > twice=true
# > twice=false
# > same key=true
# > n=2
# > same key=false
import streamlit as st

n = st.slider("n", 0, 5)
twice = st.checkbox("twice")
same = st.checkbox("same key")
st.button("one")
st.write("before", n)
if twice:
    st.button("one")
if same:
    st.text_input("a", key="k")
    st.text_input("b", key="k")
st.write("after", n)
