# The `pages/` folder beside the script.
# > page Second
# > size=3
# > page app
# > n=2
# > page Second
import streamlit as st

n = st.slider("n", 0, 5)
st.session_state.n = n
st.write("main page", n)
