import streamlit as st

calls = []


@st.fragment
def fragment(factor):
    calls.append(factor)
    st.write("from", st.slider("from a module", 0, 5) * factor, len(calls) > 0)


def plain(factor):
    st.write("of", st.slider("of a module", 0, 5) * factor)
