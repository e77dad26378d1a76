# cache_data gives copies, cache_resource the object itself; both can be cleared.
import streamlit as st

CALLS = []


@st.cache_data
def load(n):
    print("load", n)
    CALLS.append(n)
    return {"n": n, "items": list(range(n))}


@st.cache_resource
def pool(name):
    print("pool", name)
    return {"name": name, "used": 0}


@st.cache_data(show_spinner=False, max_entries=2)
def drawing(n):
    st.write("drawn inside", n)
    return n * 2


n = st.slider("n", 0, 5, 2)
a = load(n)
b = load(n)
a["items"].append("mine")
st.write(a, b, a is b)
p = pool("p")
p["used"] += 1
st.write(p, pool("p") is p)
st.write(drawing(n), drawing(n))
if st.button("clear data"):
    load.clear()
if st.button("clear this one"):
    load.clear(n)
if st.button("clear resource"):
    pool.clear()
st.write(load(n), pool("p")["used"], CALLS)
if st.button("clear all"):
    st.cache_data.clear()
