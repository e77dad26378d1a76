# Frames, series, arrows, arrays, sets, generators, dataclasses and what is unknown.
# > kind=series
# > kind=arrow
# > n=4
# > kind=array
# > kind=styler
# > kind=index
# > kind=records
import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

n = st.slider("n", 1, 5, 2)
kind = st.selectbox("kind", ["frame", "series", "arrow", "array", "styler", "index", "records"])
frame = pd.DataFrame({"i": range(n), "t": list("abcde")[:n], "d": pd.date_range("2024", periods=n)})
if kind == "styler":
    value = frame[["i"]].style.highlight_max(color="yellow").format("{:.1f}")
elif kind == "series":
    value = frame["i"].rename("series") * 2
elif kind == "arrow":
    value = pa.table({"x": list(range(n))})
elif kind == "array":
    value = np.eye(n)
elif kind == "index":
    value = frame.set_index(["t", "i"])
elif kind == "records":
    value = [{"a": i, "b": {"c": i}} for i in range(n)]
else:
    value = frame
st.dataframe(value)
st.write(value)
st.write({1, 2, n}, {"k": value if kind == "records" else n}, (n,), range(n), complex(n, 1))
