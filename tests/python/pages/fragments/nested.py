# Fragments inside fragments, in loops, in columns, with keys and return values.
import pandas as pd
import streamlit as st

state = st.session_state
state.setdefault("log", [])
scale = st.slider("scale", 1, 5, 2)
frame = pd.DataFrame({"n": range(10)})
frame["scaled"] = frame.n * scale


@st.fragment
def inner(name, factor):
    value = st.number_input(f"value of {name}", 0, 100, 10, key=f"value_{name}")
    st.write(name, value * factor)
    if st.button("log", key=f"log_{name}"):
        state.log.append((name, value))
    return value


@st.fragment(key="outer")
def outer(factor):
    st.subheader("Outer")
    count = st.slider("inner fragments", 0, 3, 1)
    total = 0
    for number in range(count):
        total += inner(f"part {number}", factor)
    st.write("total", total, "rows", len(frame))
    if st.checkbox("show table"):
        st.dataframe(frame[frame.n < total])
    if st.button("again"):
        state.again = state.get("again", 0) + 1
        st.rerun(scope="fragment")
    if st.button("whole app"):
        st.rerun()
    st.write("again", state.get("again", 0))


left, right = st.columns(2)
with left:
    outer(scale)
with right:
    for label in ("a", "b"):
        picked = inner(label, scale)
        st.write("picked", picked)
st.write("log", state.log)
st.selectbox("filter", ["all", "recent"], key="filter", on_change=lambda: st.rerun("outer"))
