# Generators and context managers of the script that draw between their yields.
# > n=4
# > stop=2
# > n=1
from contextlib import ExitStack, contextmanager

import streamlit as st

n = st.slider("n", 0, 5, 2)
stop = st.slider("stop", 0, 5, 5)


def steps(k):
    st.write("begin")
    try:
        for i in range(k):
            st.caption(f"step {i}")
            yield i
    finally:
        st.write("closed")


@contextmanager
def section(title):
    with st.expander(title, expanded=True):
        st.write("enter", title)
        yield title.upper()
        st.write("leave", title)


for i in steps(n):
    with section(f"section {i}") as name:
        st.write(name)
    if i == stop:
        break
with ExitStack() as stack:
    for i in range(n):
        stack.enter_context(section(f"stacked {i}"))
    st.write("inside all")
pairs = ((a, b) for a in range(n) for b in range(a))
st.write(next(pairs, None), list(pairs), list(steps(0)))
