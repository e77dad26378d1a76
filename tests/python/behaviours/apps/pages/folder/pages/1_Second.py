import streamlit as st

size = st.slider("size", 1, 5)
st.write("second page", size, st.session_state.get("n"))
