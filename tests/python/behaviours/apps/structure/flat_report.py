# A report as people write them: load, filter, group, plot; one widget changes little of it.
# > year=2022
# > unit=thousands
# > top=3
# > unit=units
# > year=2021
import numpy as np
import pandas as pd
import streamlit as st

st.title("Report")


@st.cache_data
def load():
    rng = np.random.default_rng(1)
    return pd.DataFrame({
        "year": rng.integers(2020, 2023, 60), "region": rng.choice(list("NSEW"), 60),
        "sales": rng.integers(1, 900, 60),
    })  # fmt: skip


frame = load()
year = st.sidebar.selectbox("year", sorted(frame["year"].unique()))
unit = st.sidebar.radio("unit", ["units", "thousands"])
top = st.sidebar.slider("top", 1, 4, 2)
chosen = frame[frame["year"] == year]
chosen["share"] = chosen["sales"] / chosen["sales"].sum()
grouped = chosen.groupby("region")["sales"].sum().sort_values(ascending=False)
if unit == "thousands":
    grouped = grouped / 1000
st.metric("sales", f"{grouped.sum():,.1f}", delta=f"{chosen['share'].max():.0%}")
st.bar_chart(grouped.head(top))
with st.expander("rows"):
    st.dataframe(chosen.head(5))
for region, value in grouped.items():
    st.write(f"{region}: {value:.2f}")
