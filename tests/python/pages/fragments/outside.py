# Fragments that draw into containers made outside, into the sidebar, and change what others made.
import streamlit as st

state = st.session_state
box = st.container(border=True)
holder = st.empty()
n = st.slider("n", 0, 9, 3)
items = [n]
counter = 0


@st.fragment
def writer(values):
    global counter  # noqa: PLW0603
    counter += 1
    m = st.slider("m", 0, 9, 1)
    box.write(f"box {m} {n}")
    with box:
        st.text_input("in the box", key="boxed")
    st.sidebar.write("sidebar", m)
    holder.write(f"holder {m}")
    if st.button("append"):
        values.append(m)
    own = st.container()
    st.write("after", counter)
    own.write(f"own {values}")
    with st.form("form"):
        text = st.text_input("text")
        if st.form_submit_button("send"):
            st.write("sent", text)


writer(items)
box.write("main in box")
st.write("items", items, "counter", counter)
st.write("boxed", state.get("boxed"))
