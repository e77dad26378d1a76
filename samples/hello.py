"""The smallest useful app: a title, a slider and a sentence."""

import streamlit as st

st.title("Hello")
name = st.text_input("Your name", "world")
times = st.slider("How many times?", 1, 10, 3)
st.write(f"**{name}**, " * (times - 1) + f"**{name}**!")
st.caption(f"{times * len(name)} letters of greeting")
