# Widgets inside cached functions are reported; elements and containers are drawn again.
# > n=2
# > k=3
# > n=1
# > n=2
import datetime

import streamlit as st

n = st.slider("n", 1, 5, 1)


@st.cache_data(ttl=datetime.timedelta(hours=1), show_spinner="working", show_time=True)
def choose(m):
    print("choose", m)
    with st.expander(f"details {m}", expanded=True):
        st.write("inside", m)
    k = st.slider("k", 0, 5, 1)
    return m * k


@st.cache_data
def outside(m):
    st.sidebar.metric("m", m)
    return [m]


@st.cache_resource(validate=lambda made: made[0] != 2)
def resource(m):
    print("resource", m)
    return [m]


st.write(choose(n))
st.write(outside(n), resource(n))
st.write(resource(n) is resource(n), n)
