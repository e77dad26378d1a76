# Elements that a cached function draws are drawn again by every call.
# > n=2
# > n=1
# > n=2
# > place=sidebar
# > n=3
import streamlit as st

n = st.slider("n", 1, 5, 1)
place = st.radio("place", ["main", "sidebar"])


@st.cache_data
def report(k):
    print("report", k)
    st.write("report", k)
    left, right = st.columns(2)
    left.metric("k", k)
    right.bar_chart({"k": list(range(k))})
    return k


@st.cache_resource
def banner():
    st.info("banner")
    return object()


with st.sidebar if place == "sidebar" else st.container():
    report(n)
    banner()
with st.container():
    st.write(report(n) + 1)
