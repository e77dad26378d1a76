# `st.echo` shows the code that it runs.
# > n=3
# > below=true
# > n=1
import streamlit as st

n = st.slider("n", 0, 5, 1)
below = st.checkbox("below")
with st.echo("below" if below else "above"):
    # A comment that is shown.
    total = sum(range(n))
    st.write("total", total)

    for i in range(n):
        st.caption(f"line {i}")


def section():
    with st.echo():
        value = n * 2
        st.write(value)


section()
st.write("end", total)
