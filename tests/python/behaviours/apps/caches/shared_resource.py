# A resource that is changed by its users shows the change to all of them.
# > n=3
# > rerun
# > click reset
# > n=1
import streamlit as st


@st.cache_resource
def counters():
    print("made")
    return {}


n = st.slider("n", 0, 5, 1)
table = counters()
table[n] = table.get(n, 0) + 1
if st.button("reset"):
    table.clear()
st.write(table)
st.write(len(counters()))
