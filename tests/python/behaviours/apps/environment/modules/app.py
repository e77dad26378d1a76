# Functions and state of a module beside the script, which lives as long as the process.
# > n=2
# > click bump
# > n=3
# > n=2
import _helper
import streamlit as st
from _helper import Shape, area

n = st.slider("n", 0, 5, 1)
if st.button("bump"):
    _helper.counter += 1
_helper.remember(n)
st.write(area(n), Shape(n).describe(), _helper.counter, _helper.seen[-3:])
_helper.draw(n)
st.write(_helper.LIMITS)
