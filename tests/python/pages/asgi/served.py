# The script behind the application object.
import streamlit as st

n = st.slider("n", 1, 9, 3)
st.write("square", n * n)
name = st.text_input("name")
st.write("name", name.upper())


@st.fragment
def part():
    m = st.slider("m", 1, 9, 2)
    st.write("product", m * n)


part()
