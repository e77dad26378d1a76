# A cached function prints when it computes; a hit in a later run prints nothing.
import streamlit as st


@st.cache_data
def load(n):
    print("computing", n)
    return [n, n * n]


@st.cache_resource
def connect(name):
    print("connecting", name)
    return {"name": name}


@st.cache_data
def total(n):
    print("total of", n)
    return sum(load(n))


fixed = load(2)
st.write(fixed)
pool = connect("db")
unrelated = st.checkbox("unrelated")
n = st.slider("n", 0, 5, 1)
st.write(load(n), total(n), unrelated)
if st.button("clear"):
    load.clear()
