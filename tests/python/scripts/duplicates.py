# Duplicate ids and keys raise at the right line; a hidden twin makes them legal.
import streamlit as st

st.slider("same", 0, 5, key="one")
if st.checkbox("second with the same key"):
    st.slider("other", 0, 5, key="one")
st.text_input("twin")
if st.checkbox("second without a key"):
    st.text_input("twin")
for i in range(st.number_input("buttons", 0, 3, 1)):
    st.button("again" if st.session_state.get("one", 0) > 2 else f"again {i}")
st.write("end")
