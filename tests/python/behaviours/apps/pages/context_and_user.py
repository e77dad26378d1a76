# What the script sees of its visitor.
# > n=2
# > click in
# > n=3
import streamlit as st

n = st.slider("n", 0, 5)
st.write(st.context.locale, st.context.timezone, st.context.is_embedded, len(st.context.cookies))
st.write(st.context.headers.get("Upgrade"), st.context.theme.type)
st.write(st.user.to_dict(), n)
if st.button("in"):
    st.login()
st.write("end")
