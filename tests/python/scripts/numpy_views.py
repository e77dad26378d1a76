# Views share memory with their base.
import numpy as np
import streamlit as st

base = np.arange(12)
n = st.slider("n", 0, 5, 2)
view = base[::2]
matrix = base.reshape(3, 4)
column = matrix[:, 1]
copy = matrix.copy()
view[n] = 100
st.write(base.tolist())
if st.checkbox("fill the column"):
    column[:] = -n
st.write(matrix.tolist(), view.tolist())
if st.checkbox("in place"):
    base += 1
st.write(copy.tolist(), column.tolist(), view.sum().item())
np.multiply(base, 2, out=base)
st.dataframe(matrix)
flat = matrix.ravel()
flat[0] = n
t = matrix.T
t[0, 0] += 1
st.write(base[:3].tolist(), flat.base is not None)
parts = np.split(base, 3)
parts[0].sort()
parts[1][:] = parts[0][::-1]
st.write(base.tolist())
mask = base > n * 10
base[mask] = 0
st.write(int(mask.sum()), matrix.tolist())
