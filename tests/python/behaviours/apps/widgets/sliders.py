# Sliders of numbers, ranges, dates, times and options.
# > whole=7
# > range=[2.5, 7.5]
# > option=green
# > options=["red", "blue"]
# > day=1706745600000000
# > time=36000000000
import datetime as dt

import streamlit as st

whole = st.slider("whole", 0, 10, 5, format="%d km")
span = st.slider("range", 0.0, 10.0, (1.0, 9.0), 0.5)
option = st.select_slider("option", ["red", "green", "blue"])
options = st.select_slider("options", ["red", "green", "blue"], value=("red", "green"))
day = st.slider("day", dt.date(2024, 1, 1), dt.date(2024, 12, 31), dt.date(2024, 3, 1))
time = st.slider("time", dt.time(8), dt.time(18), dt.time(9))
for value in (whole, span, option, options, day, time):
    st.write(type(value).__name__, repr(value))
