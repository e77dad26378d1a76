# Points that are selected in Plotly, Altair and ECharts charts.
# > select plotly {"selection": {"points": [{"x": 1, "y": 1}], "point_indices": [1], "box": [], "lasso": []}}
# > n=4
# > select altair {"selection": {"brush": {"x": [0, 2]}}}
# > select plotly {"selection": {"points": [], "point_indices": [], "box": [], "lasso": []}}
# > select echarts {"selection": {"points": [], "point_indices": [2]}}
import altair as alt
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

n = st.slider("n", 1, 5, 3)
frame = pd.DataFrame({"x": range(n), "y": [i * i for i in range(n)]})
figure = go.Figure(go.Scatter(x=frame["x"], y=frame["y"], mode="markers"))
picked = st.plotly_chart(figure, key="plotly", on_select="rerun")
st.write(picked.selection.point_indices, len(picked.selection.points))
brush = alt.selection_interval(name="brush", encodings=["x"])
chart = alt.Chart(frame).mark_point().encode(x="x", y="y").add_params(brush)
brushed = st.altair_chart(chart, key="altair", on_select="rerun")
st.write(brushed.selection.get("brush"))
spec = {"xAxis": {"type": "category"}, "yAxis": {}, "series": [{"type": "bar", "data": [1, n]}]}
event = st.echarts_chart(spec, key="echarts", on_select=lambda: print("echarts"))
st.write(event)
