# A cache of one session only.
# > n=2
# > n=1
# > click clear
# > n=2
import streamlit as st

n = st.slider("n", 1, 5, 1)


@st.cache_data(scope="session")
def mine(k):
    print("mine", k)
    return [k]


@st.cache_resource(scope="session", on_release=lambda value: print("released", value))
def held(k):
    print("held", k)
    return [k]


if st.button("clear"):
    mine.clear()
    held.clear()
held(n).append(n)
st.write(mine(n), held(n))
