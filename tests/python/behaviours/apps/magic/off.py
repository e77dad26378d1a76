# Without magic bare expressions draw nothing.
# option runner.magicEnabled=false
# > n=3
import streamlit as st

"# not drawn"
n = st.slider("n", 0, 5, 1)
n
if n:
    "not drawn either"
st.write("drawn", n)
