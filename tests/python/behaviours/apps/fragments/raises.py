# An exception in a fragment stays in its place.
# > m=0
# > n=2
# > m=3
# > m=0
# > m=1
import streamlit as st

n = st.slider("n", 0, 5, 1)


@st.fragment
def part():
    m = st.slider("m", 0, 5, 1)
    st.write("above", m)
    st.write(n / m)


part()
st.write("end", n)
