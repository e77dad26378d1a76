# With a key a widget keeps its value when its label changes; without one it is a new widget.
# > keyed=7
# > plain 1=6
# > n=2
# > n=1
# > bounds=8
# > top=9
# > top=6
import streamlit as st

n = st.slider("n", 1, 3, 1)
keyed = st.slider(f"keyed {n}", 0, 10, 2, key="keyed")
plain = st.slider(f"plain {n}", 0, 10, 3)
top = st.slider("top", 5, 10, 10)
bounds = st.slider("bounds", 0, top, 4, key="bounds")
st.write(keyed, plain, top, bounds)
