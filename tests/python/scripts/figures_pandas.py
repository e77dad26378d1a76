# Styler, group-by, categories, dates and an index that is changed later.
import pandas as pd
import streamlit as st

n = st.slider("rows", 1, 8, 4)
df = pd.DataFrame({"g": list("abab" * 2)[:n], "v": range(n), "w": [i / 3 for i in range(n)]})
st.dataframe(df.style.format({"w": "{:.1f}"}).highlight_max(subset=["v"]))
groups = df.groupby("g")
st.write(groups["v"].sum())
how = st.selectbox("how", ["sum", "mean", "max"])
agg = groups.agg({"v": how, "w": how})
st.table(agg)
df.index = pd.date_range("2024-01-01", periods=n)
st.dataframe(df)
df["g"] = df["g"].astype("category")
st.write(df.dtypes.astype(str).to_dict())
st.line_chart(df[["v", "w"]])
wide = df.pivot_table(index="g", values="v", aggfunc=how, observed=True)
wide.loc["total"] = wide["v"].sum() if len(wide) else 0
st.write(wide)
series = df["v"]
series.name = "renamed"
st.write(series.to_list(), df.columns.tolist())
df.rename(columns={"v": "V"}, inplace=True)
st.dataframe(df, column_config={"V": st.column_config.NumberColumn("Value", format="%d")})
