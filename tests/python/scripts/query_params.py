# Query parameters are read and written like state.
import streamlit as st

params = st.query_params
n = st.slider("n", 0, 5, int(params.get("n", 1)))
params["n"] = str(n)
st.write(dict(params), params.get_all("n"))
if st.checkbox("tag"):
    params["tag"] = ["a", "b"]
elif "tag" in params:
    del params["tag"]
st.write(params.get_all("tag"), len(params), sorted(params))
if st.button("clear"):
    params.clear()
st.write(params.to_dict())
