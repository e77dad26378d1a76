# A frame is shown, changed in place by later lines, and shown again.
import pandas as pd
import streamlit as st

df = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0]})
st.dataframe(df)
factor = st.slider("factor", 1, 5, 2)
df["c"] = df["a"] * factor
st.write(list(df.columns))
if st.checkbox("drop b"):
    del df["b"]
if st.checkbox("set a cell"):
    df.loc[1, "a"] = 100
view = df[["a"]]
df.insert(0, "first", factor)
st.dataframe(df)
st.write(view)
df.sort_values("a", ascending=False, inplace=True)
st.table(df)
df.columns = [c.upper() for c in df.columns]
st.write(df.to_dict("list"), view.shape)
other = df
other["Z"] = 0
st.write(df.shape, other is df)
