import streamlit as st

factor = st.number_input("factor", 1, 9, st.session_state.factor_kept)
st.session_state.factor_kept = factor
st.write("factor", factor, __name__)
