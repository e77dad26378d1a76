# `cache_data` gives copies, `cache_resource` the same object.
# > n=2
# > click spoil
# > n=1
# > click spoil
# > rerun
import streamlit as st

n = st.slider("n", 1, 5, 1)


@st.cache_data
def data(k):
    print("data", k)
    return {"list": list(range(k))}


@st.cache_resource
def resource(k):
    print("resource", k)
    return {"list": list(range(k))}


if st.button("spoil"):
    data(n)["list"].append("spoilt")
    resource(n)["list"].append("spoilt")
st.write(data(n), resource(n))
st.write(data(n) is data(n), resource(n) is resource(n))
