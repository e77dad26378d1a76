# Underscore arguments and hash functions decide what counts as the same call.
# > hidden=4
# > n=2
# > box=3
# > unhashable=true
# > unhashable=false
import streamlit as st


class Box:
    def __init__(self, value):
        self.value = value


n = st.slider("n", 0, 5)
hidden = st.slider("hidden", 0, 5)
box = Box(st.slider("box", 0, 5))


@st.cache_data
def underscore(k, _hidden):
    print("underscore", k, _hidden)
    return k * 10 + _hidden


@st.cache_data(hash_funcs={Box: lambda b: b.value % 2})
def hashed(b, *more, **rest):
    print("hashed", b.value, more, rest)
    return b.value


@st.cache_data
def plain(b):
    return b.value


st.write(underscore(n, hidden), hashed(box, 1, x=n))
if st.checkbox("unhashable"):
    st.write(plain(box))
st.write("end")
