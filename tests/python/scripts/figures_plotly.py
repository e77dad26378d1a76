# Figures are built in steps and changed after they were drawn.
import plotly.graph_objects as go
import streamlit as st

n = st.slider("points", 2, 8, 4)
fig = go.Figure()
fig.add_scatter(x=list(range(n)), y=[i * i for i in range(n)], name="squares")
st.plotly_chart(fig, key="first")
if st.checkbox("second line"):
    fig.add_scatter(x=[0, n], y=[0, n], name="line")
title = st.text_input("title", "T")
fig.update_layout(title=title)
st.plotly_chart(fig, key="second")
fig.data[0].marker.color = st.color_picker("colour", "#112233")
fig.layout.height = 300 + n
st.plotly_chart(fig, key="third")
st.write(len(fig.data), fig.layout.title.text)
