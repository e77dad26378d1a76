# Selectboxes, radios, multiselects, pills and segments, with functions that format them.
# > select=Two!
# > radio=3
# > many=["1", "3"]
# > pills=["b"]
# > more pills=["a", "c"]
# > segments=["right"]
# > free=something new
# > objects=(2, 'two')
# > many=[]
import streamlit as st

numbers = {1: "One", 2: "Two", 3: "Three"}
select = st.selectbox("select", numbers, format_func=lambda k: numbers[k] + "!")
radio = st.radio("radio", [1, 2, 3], captions=["a", "b", "c"], index=1)
many = st.multiselect("many", [1, 2, 3], max_selections=2)
pills = st.pills("pills", ["a", "b", "c"])
more = st.pills("more pills", ["a", "b", "c"], selection_mode="multi", default=["b"])
segments = st.segmented_control("segments", ["left", "right"], default="left", required=True)
free = st.selectbox("free", ["x", "y"], index=None, accept_new_options=True)
objects = st.selectbox("objects", [(1, "one"), (2, "two")])
for value in (select, radio, many, pills, more, segments, free, objects):
    st.write(type(value).__name__, repr(value))
