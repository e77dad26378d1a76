# A call in a conditional expression is shown by magic, with the place where it drew. The place moves
# when something above comes and goes, though nothing that the expression reads has changed.
# > more=true
# > more=false
import streamlit as st

if st.checkbox("more"):
    st.write("one more above")
st.write("yes") if len("ab") > 2 else st.caption("no")
