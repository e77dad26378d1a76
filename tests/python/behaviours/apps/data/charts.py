# The chart commands, their options, and rows added to them by drawing again.
# > n=5
# > kind=area
# > kind=scatter
# > kind=graphviz
# > stack=true
import numpy as np
import pandas as pd
import streamlit as st

n = st.slider("n", 2, 6, 3)
kind = st.selectbox("kind", ["line", "bar", "area", "scatter", "graphviz"])
stack = st.checkbox("stack")
rng = np.random.default_rng(n)
frame = pd.DataFrame({"x": range(n), "a": rng.integers(0, 9, n), "b": rng.integers(0, 9, n)})
if kind == "line":
    st.line_chart(frame, x="x", y=["a", "b"], color=["#f00", "#00f"])
elif kind == "bar":
    st.bar_chart(frame, x="x", y="a", stack=stack, horizontal=stack)
elif kind == "area":
    st.area_chart(frame.set_index("x"), stack=stack)
elif kind == "scatter":
    st.scatter_chart(frame, x="a", y="b", size="x")
else:
    st.graphviz_chart("digraph { " + " ".join(f"a{i} -> a{i + 1};" for i in range(n)) + " }")
st.vega_lite_chart(frame, {"mark": "bar", "encoding": {"x": {"field": "x"}, "y": {"field": "a"}}})
st.metric("sum", int(frame["a"].sum()), delta=n, chart_data=frame["a"].tolist())
