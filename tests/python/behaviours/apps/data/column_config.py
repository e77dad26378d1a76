# Every kind of column, with numbers formatted by the configuration.
# > style=percent
# > n=4
# > wide=true
# > order=["when", "a"]
import pandas as pd
import streamlit as st

n = st.slider("n", 1, 5, 2)
style = st.selectbox("style", ["plain", "percent", "dollar", "compact", "%.3f"])
wide = st.checkbox("wide")
order = st.multiselect("order", ["a", "b", "when", "link", "bar"], ["a", "b"])
column = st.column_config
frame = pd.DataFrame({
    "a": [i * 1234.5 for i in range(n)], "b": [i / n for i in range(n)],
    "when": pd.date_range("2024-01-31", periods=n), "link": ["https://example.org"] * n,
    "bar": [[i, n] for i in range(n)], "pick": ["x"] * n, "check": [i % 2 == 0 for i in range(n)],
})  # fmt: skip
st.dataframe(
    frame,
    column_order=order or None,
    hide_index=wide,
    column_config={
        "a": column.NumberColumn("A", format=style, width="large" if wide else None),
        "b": column.ProgressColumn(min_value=0, max_value=1),
        "when": column.DatetimeColumn(format="D MMM YYYY", step=60),
        "link": column.LinkColumn(display_text="open"),
        "bar": column.BarChartColumn(y_min=0),
        "pick": column.SelectboxColumn(options=["x", "y"]),
        "check": None,
    },
)
