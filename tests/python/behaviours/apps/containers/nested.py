# Columns in tabs in expanders, a popover and a form inside.
# > n=4
# > inner=x
# > click apply
# > deep=true
# > n=1
import streamlit as st

n = st.slider("n", 1, 5, 2)
one, two = st.tabs(["one", "two"])
with one:
    for i, column in enumerate(st.columns(n)):
        column.write(f"column {i}")
        with column.popover(f"popover {i}"):
            st.write("popped", i * n)
with two, st.expander("expander", expanded=True):
    with st.form("form"):
        inner = st.text_input("inner")
        left, right = st.columns(2)
        if right.form_submit_button("apply"):
            left.write(f"applied {inner}")
    if st.checkbox("deep"):
        a, b = st.columns(2)
        with a, st.container(height=100):
            st.write("deep", n)
        b.write("beside")
st.write("end", inner)
