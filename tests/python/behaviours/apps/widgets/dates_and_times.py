# Dates, ranges of dates, times, and both together.
# > day=2024-06-01
# > span=["2024-02-01"]
# > span=["2024-02-01", "2024-02-20"]
# > time=14:30
# > both=["2024-05-06T07:15"]
# > empty=["2024-01-01"]
import datetime as dt

import streamlit as st

day = st.date_input("day", dt.date(2024, 5, 17), format="DD.MM.YYYY")
span = st.date_input("span", (dt.date(2024, 1, 1), dt.date(2024, 1, 31)))
empty = st.date_input("empty", None)
time = st.time_input("time", dt.time(8, 45), step=900)
both = st.datetime_input("both", dt.datetime(2024, 5, 17, 8, 30))
for value in (day, span, empty, time, both):
    st.write(type(value).__name__, repr(value))
