# What magic draws depends on the value: frames, figures, exceptions, modules, functions, classes.
# > kind=frame
# > kind=figure
# > n=3
# > kind=error
# > kind=help
# > kind=nothing
import altair as alt
import pandas as pd
import streamlit as st

n = st.slider("n", 1, 5, 2)
kind = st.selectbox("kind", ["text", "frame", "figure", "error", "help", "nothing"])
value = {"text": "text " * n, "nothing": None}.get(kind)
if kind == "frame":
    value = pd.DataFrame({"a": range(n)})
elif kind == "figure":
    value = alt.Chart(pd.DataFrame({"x": range(n), "y": range(n)})).mark_bar().encode(x="x", y="y")
elif kind == "error":
    value = ValueError(f"shown, not raised {n}")
elif kind == "help":
    value = len
value
"end", kind
