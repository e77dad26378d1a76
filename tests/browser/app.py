"""One page with what only a browser can tell apart."""

import time

import pandas as pd
import streamlit as st

st.title("Everything")
n = st.slider("n", 0, 9, 1)
name = st.text_input("name")
with st.expander("details"):
    st.write("inside the expander")
for i in range(30):
    st.text(f"untouched {i}")
if st.checkbox("slow", True):
    time.sleep(1.5 if n > 5 else 0)
st.write(f"n is {n}, name is {name}.")
st.text("below the slow part")

place = st.empty()
if st.button("animate"):
    for frame in range(20):
        place.write(f"frame {frame} of {n}")
        time.sleep(0.1)

frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]})
edited = st.data_editor(frame, key="editor")
st.write(f"sum is {edited['a'].sum()}.")

file = st.file_uploader("file")
if file is not None:
    st.write(f"uploaded {file.name}: {file.getvalue().decode()}.")
