# A fragment draws into containers that stand outside of it.
# > m=3
# > m=0
# > n=2
# > m=5
import streamlit as st

n = st.slider("n", 0, 5, 1)
outside = st.container(border=True)
outside.write("before")


@st.fragment
def part():
    m = st.slider("m", 0, 5, 1)
    with outside:
        for i in range(m):
            st.write(f"line {i} of {n}")
    st.sidebar.caption if False else None
    st.write("inside", m)


part()
outside.write("after the fragment")
st.write("end", n)
