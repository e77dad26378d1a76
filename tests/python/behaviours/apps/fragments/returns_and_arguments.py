# What a fragment returns counts in full runs; its arguments are those of the last full run.
# > n=3
# > k=2
# > n=1
# > k=4
import streamlit as st

n = st.slider("n", 0, 5, 1)
items = [n]


@st.fragment
def chosen(values, factor=2):
    k = st.slider("k", 0, 5)
    values.append(k)
    st.write("inside", values, k * factor)
    return k * factor


result = chosen(items, factor=n + 1)
st.write("result", result, items)
