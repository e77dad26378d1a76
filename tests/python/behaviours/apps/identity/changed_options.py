# A changed default or list of options makes a new widget.
# > choice=b
# > more=true
# > choice=d
# > more=false
# > many=["a", "c"]
# > more=true
# > start=2
import streamlit as st

more = st.checkbox("more")
start = st.number_input("start", 0, 2, 0)
options = ["a", "b", "c"] + (["d"] if more else [])
choice = st.selectbox("choice", options, index=start)
keyed = st.selectbox("keyed", options, key="keyed")
many = st.multiselect("many", options, options[:start])
radio = st.radio("radio", options, index=None)
st.write(choice, keyed, many, radio, st.session_state.keyed)
