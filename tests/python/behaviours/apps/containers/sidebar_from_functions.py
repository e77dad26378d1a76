# Functions draw into the sidebar, into what they are given and into where they are called.
# > n=4
# > kind=bars
# > n=1
# > kind=text
import streamlit as st


def settings():
    with st.sidebar:
        st.header("settings")
        return st.slider("n", 0, 5, 2), st.sidebar.radio("kind", ["text", "bars"])


def draw(where, n, kind):
    if kind == "bars":
        where.bar_chart({"a": list(range(n))})
    else:
        where.text(f"text {n}")


n, kind = settings()
draw(st, n, kind)
draw(st.sidebar, n + 1, kind)
with st.expander("inside"):
    draw(st, n + 2, kind)
    draw(st.container(), n + 3, "text")
