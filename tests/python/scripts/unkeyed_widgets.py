# Identity from parameters: changed options, defaults, labels and help make new widgets.
import streamlit as st

n = st.slider("n", 1, 5, 3)
options = [f"option {i}" for i in range(n)]
choice = st.selectbox("choose", options)
many = st.multiselect("many", options, default=options[:1])
st.write(choice, many)
st.text_input(f"label {n}", value="start")
st.slider("upper bound moves", 0, n * 2, n)
st.number_input("step moves", 0, 100, 10, step=n)
st.radio("formatted", [1, 2, 3], format_func=lambda v: f"{v} x {n}")
level = st.select_slider("level", options)
st.write(level)
