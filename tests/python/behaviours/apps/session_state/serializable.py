# With enforceSerializableSessionState an object that cannot be pickled is an error.
# option runner.enforceSerializableSessionState=true
# > n=2
# > bad=true
# > n=3
# > bad=false
import streamlit as st

n = st.slider("n", 0, 5)
if st.checkbox("bad"):
    st.session_state.bad = lambda: n
else:
    st.session_state.pop("bad", None)
st.session_state.good = {"n": [n]}
st.write("n", n)
