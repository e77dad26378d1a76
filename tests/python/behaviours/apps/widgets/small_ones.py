# Check boxes, toggles, colours, feedback and pages of a list.
# > check=true
# > toggle=false
# > colour=#ff0000
# > thumbs=1
# > stars=3
# > pages=4
import streamlit as st

check = st.checkbox("check")
toggle = st.toggle("toggle", True, help="help")
colour = st.color_picker("colour", "#00ff00")
thumbs = st.feedback("thumbs", key="thumbs")
stars = st.feedback("stars", key="stars", default=1)
page = st.pagination(7, key="pages")
for value in (check, toggle, colour, thumbs, stars, page):
    st.write(type(value).__name__, repr(value))
