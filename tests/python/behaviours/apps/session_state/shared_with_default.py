# A key that is set beside a default of the widget: a warning and the value of the session.
# > click set
# > level=4
# > n=3
import streamlit as st

if st.button("set"):
    st.session_state.level = 7
n = st.slider("n", 0, 5)
level = st.slider("level", 0, 10, 1, key="level")
st.write(level, n)
