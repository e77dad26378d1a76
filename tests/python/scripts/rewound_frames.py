"""Frames and series changed in place at top level, and looked at between the changes."""

import numpy as np
import pandas as pd

import streamlit as st


@st.cache_data
def numbers(count):
    return np.arange(count)


early = st.slider("early", 0, 4, 1)
df = pd.DataFrame({"a": numbers(6), "b": list("uvwxyz"), "when": pd.date_range("2024", periods=6)})
st.write("as made", df.shape, list(df.columns), early)
df["double"] = df["a"] * 2
index = df.index
alias = df
view = df["double"]
st.write("doubled", int(df["double"].sum()), early)
scale = st.slider("scale", 1, 5, 2)
df.loc[df["a"] > 3, "double"] = scale
st.write(int(df["double"].sum()), int(view.sum()), alias is df)
if st.checkbox("rename"):
    df.rename(columns={"b": "letter"}, inplace=True)
    df.index.name = "row"
    df.columns.name = "field"
st.write(list(alias.columns), df.index.name, index.name, df.columns.name)
if st.checkbox("drop"):
    df.drop(columns="a", inplace=True)
    df.attrs["dropped"] = True
late = st.slider("late", 0, 4, 1)
st.write(df.attrs, list(df.columns), early + late)
st.dataframe(df)
frames = {"one": df, "two": df.copy()}
frames["one"]["late"] = late
st.write("late" in df, "late" in frames["two"], frames["one"] is alias)
series = pd.Series([1, 2, 3], name="s")
series.iloc[early % 3] = late
series.name = f"s{scale}"
st.write(series.name, series.tolist())
grid = np.zeros((3, 3))
row = grid[1]
st.write("empty", float(grid.sum()))
row += scale
grid[2, early % 3] = late
st.write(grid.tolist(), row.tolist(), late)
