# Content above grows, so everything below moves.
import streamlit as st

rows = st.sidebar.slider("rows above", 0, 5, 1)
for i in range(rows):
    st.write("above", i)
a, b = st.columns([1, 2])
with a:
    for i in range(st.sidebar.slider("rows left", 0, 3, 1)):
        st.write("left", i)
    st.text_input("left text")
t1, t2 = st.tabs(["one", "two"])
with t1:
    st.write("tab one", rows)
with t2:
    inner = st.container()
    inner.checkbox("in tab two")
    if rows > 2:
        st.warning("many rows")
        inner.write("late in the container")
with st.expander("expander", expanded=rows > 3):
    st.write("in the expander")
    c1, c2 = st.columns(2)
    c1.write(rows)
    c2.button("a button")
with st.popover("pop"):
    st.write("popped")
with b:
    st.metric("rows", rows)
st.sidebar.divider()
st.sidebar.write("end of the sidebar", rows)
with st.chat_message("user"):
    st.write("hello", rows)
