# What was shown keeps what it showed; the object goes on.
# > n=2
# > click more
# > n=0
import numpy as np
import pandas as pd
import streamlit as st

n = st.slider("n", 0, 5, 1)
frame = pd.DataFrame({"a": [1, 2, 3]})
array = np.arange(3.0)
items = [1, 2]
st.dataframe(frame)
st.write(array, items)
frame["b"] = frame["a"] * n
frame.loc[0, "a"] = 100 + n
array[0] = n
items.append(n)
st.table(frame)
st.json(items)
st.line_chart(array)
if st.button("more"):
    frame.drop(columns="b", inplace=True)
    array *= 2
frame.sort_values("a", inplace=True)
st.dataframe(frame, hide_index=True)
st.write(array.sum(), len(items))
