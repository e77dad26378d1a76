import streamlit as st

st.write("third page")
