# A keyed widget keeps its value when it moves to another place.
# > name=Ada
# > place=sidebar
# > name=Bob
# > place=expander
# > place=main
import streamlit as st

place = st.radio("place", ["main", "sidebar", "expander"])
where = {"main": st, "sidebar": st.sidebar}.get(place) or st.expander("more")
name = where.text_input("name", key="name")
other = where.slider("other", 0, 9, 4)
st.write(place, name, other)
