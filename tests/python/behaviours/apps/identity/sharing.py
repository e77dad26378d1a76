# Equal objects that share parts in another way than before are not the same.
# > copied=false
# > swapped=false
# > renamed=false
# > n=2
# > copied=true
# > swapped=true
# > renamed=true
import pandas as pd
import streamlit as st

n = st.slider("n", 0, 5, 1)
a = {"k": [1]}
b = a
if st.checkbox("copied", True):
    b = dict(a)
st.write(len(b), b is a)

x = [[1], [1]]
y = [x[0], [1]]
if st.checkbox("swapped", True):
    y = [[1], x[0]]
st.write(x[0] is y[0], x[0] is y[1])

frame = pd.DataFrame({"a": [1, 2, 3]})
other = frame
if st.checkbox("renamed", True):
    other = frame.rename(columns={"z": "y"})
st.write(other.to_dict("list"), other is frame)
st.write(n)
