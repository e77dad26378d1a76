# The clock and the counters of the process count on; what the page shows must not.
# > n=2
# > n=3
import datetime
import itertools
import time

import streamlit as st

n = st.slider("n", 0, 5)
start = time.perf_counter()
now = datetime.datetime.now()
st.write(now.year >= 2024, datetime.date.today() <= now.date(), time.time() > 0)
counter = itertools.count(n)
st.write(next(counter), next(counter))
time.sleep(0.001)
elapsed = time.perf_counter() - start
st.write(elapsed > 0, elapsed < 60)
if "runs" not in st.session_state:
    st.session_state.runs = 0
    st.write("first run")
st.session_state.runs += time.monotonic() > start - 1e9
st.write(time.monotonic() > 0, n, st.session_state.runs)
