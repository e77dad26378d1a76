# The settings of magic: every root expression, and the last one without a semicolon.
# option magic.displayRootDocString=true
# option magic.displayLastExprIfNoSemicolon=true
# > n=3
"""The docstring draws."""
import streamlit as st

n = st.slider("n", 0, 5, 1)
"text"
st.write("written");
n + 1
