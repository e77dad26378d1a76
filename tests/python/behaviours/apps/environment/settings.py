# Settings of libraries, set in one place and obeyed in another.
# > rows=5
# > places=6
# > digits=9
# > comma=true
# > rows=3
# > places=2
# > error=raise
# > template=plotly_dark
# > error=ignore
import decimal

import altair as alt
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.io as pio
import streamlit as st

rows = st.slider("rows", 2, 9, 3)
places = st.slider("places", 1, 9, 2)
digits = st.slider("digits", 3, 20, 3)
comma = st.checkbox("comma")
error = st.selectbox("error", ["ignore", "raise"])
template = st.selectbox("template", ["plotly", "plotly_dark"])
frame = pd.DataFrame({"x": range(20), "y": np.arange(20) / 7})

pd.set_option("display.max_rows", rows)
np.set_printoptions(precision=places)
decimal.getcontext().prec = digits
np.seterr(divide=error)
pio.templates.default = template
if comma:
    alt.data_transformers.disable_max_rows()
else:
    alt.data_transformers.enable("default")


def divided(values):
    try:
        return values / np.float64(0)
    except FloatingPointError as raised:
        return str(raised)


st.text(repr(frame))
st.text(str(np.array([1.23456789, 2.0])))
st.text(decimal.Decimal(1) / decimal.Decimal(7))
st.text(divided(np.array([1.0])))
st.text(px.scatter(x=[1], y=[2]).layout.template.layout.paper_bgcolor)
st.text(alt.data_transformers.options)
