# Long texts and large tables, which a tab keeps and the server refers to.
# > n=3
# > other=2
# > n=2
# > other=4
import numpy as np
import pandas as pd
import streamlit as st

n = st.slider("n", 1, 5, 2)
other = st.slider("other", 0, 5)
frame = pd.DataFrame(np.arange(20_000).reshape(-1, 4) * n, columns=list("abcd"))
st.dataframe(frame)
st.code("\n".join(f"line {i} {n}" for i in range(2_000)))
st.write(other)
st.dataframe(frame)
