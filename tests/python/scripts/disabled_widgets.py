"""Trap: the browser sends values of disabled widgets, which the server refuses and sets anew."""

import streamlit as st

locked = st.toggle("lock", value=True)
st.write("allowed" if st.checkbox("never", disabled=True) else "not allowed")
st.slider("level", 0, 10, 4, disabled=locked)
name = st.text_input("name", "nobody", key="name", disabled=locked)
st.color_picker("colour", "#aa5500", disabled=True)
st.button("nothing", disabled=True)
if st.button("set the name"):
    st.session_state.chosen = "somebody"
st.write(name, st.session_state.get("chosen"))
st.number_input("free", 0, 9)
with st.container():
    st.selectbox("one of", ["a", "b"], disabled=True)
    st.multiselect("some of", ["a", "b"], ["b"], disabled=True)
