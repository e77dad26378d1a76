# Places that are emptied, filled and filled again in one run end as they do in a full run.
# > n=3
# > fill=container
# > other=1
# > n=4
# > fill=widget
# > other=2
# > fill=nothing
# > other=3
# > fill=twice
# > other=4
# > n=1
import streamlit as st

n = st.slider("n", 0, 9, 2)
other = st.slider("other", 0, 9, 0)
fill = st.radio("fill", ["text", "container", "widget", "nothing", "twice"])
first, second = st.empty(), st.container()
st.write(f"other {other}")
if fill == "text":
    first.write(f"n {n}")
elif fill == "container":
    with first.container():
        for i in range(n):
            st.write(f"row {i}")
elif fill == "widget":
    first.selectbox("choice", ["a", "b"], key="choice")
elif fill == "twice":
    first.write("soon")
    first.write(f"twice {n}")
second.write(f"second {n}")
third = st.empty()
with third:
    st.write(f"third {min(n, 3)}")
if n > 3:
    third.empty()
