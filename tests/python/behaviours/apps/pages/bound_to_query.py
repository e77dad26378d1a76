# Widgets bound to the address.
# > n=3
# > names=["b"]
# > reload n=2&flag=true
# > flag=false
# > n=0
import streamlit as st

n = st.slider("n", 0, 5, key="n", bind="query-params")
flag = st.checkbox("flag", key="flag", bind="query-params")
names = st.multiselect("names", ["a", "b", "c"], key="names", bind="query-params")
st.write(n, flag, names, dict(st.query_params))
