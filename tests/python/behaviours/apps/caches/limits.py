# `max_entries` forgets the oldest, `ttl` what is too old.
# > n=2
# > n=3
# > n=1
# > n=2
import time

import streamlit as st

n = st.slider("n", 1, 5, 1)


@st.cache_data(max_entries=2)
def few(k):
    print("few", k)
    return k * 2


@st.cache_data(ttl=0.001, show_spinner=False)
def short(k):
    print("short", k)
    return k * 3


@st.cache_data(ttl="1h", show_spinner="Loading...")
def long(k):
    print("long", k)
    return k * 4


first = short(n)
begin = time.monotonic()
while time.monotonic() - begin < 0.01:
    pass
st.write(few(n), first, short(n), long(n))
