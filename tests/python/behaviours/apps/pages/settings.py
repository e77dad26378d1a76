# Page settings, the logo and options of Streamlit.
# > wide=true
# > n=2
# > wide=false
import streamlit as st

n = st.session_state.get("n", 0)
st.set_page_config(page_title=f"page {n}", layout="wide" if st.session_state.get("wide") else "centered")
st.logo("https://example.org/logo.png", link="https://example.org")
st.slider("n", 0, 5, key="n")
st.checkbox("wide", key="wide")
st.write(st.get_option("server.headless"), st.get_option("theme.base"))
