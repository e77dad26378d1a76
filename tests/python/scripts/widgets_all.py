# Every kind of widget once, with what it returns.
import datetime

import streamlit as st

a = st.checkbox("checkbox", True)
b = st.toggle("toggle")
c = st.slider("slider", 0.0, 1.0, 0.5)
d = st.slider("range", 0, 10, (2, 5))
e = st.select_slider("select slider", list("abcdef"), ("b", "d"))
f = st.selectbox("selectbox", ["x", "y", "z"], index=None)
g = st.radio("radio", [1, 2, 3], horizontal=True)
h = st.multiselect("multiselect", ["p", "q", "r"], ["q"])
i = st.text_input("text", "t", max_chars=5)
j = st.text_area("area")
k = st.number_input("integer", -5, 5, 0)
m = st.number_input("float", value=None, step=0.5)
n = st.date_input("date", datetime.date(2024, 5, 17))
o = st.time_input("time", datetime.time(8, 30))
p = st.color_picker("colour", "#abcdef")
q = st.pills("pills", ["one", "two", "three"], selection_mode="multi")
r = st.segmented_control("segments", ["left", "right"])
s = st.feedback("thumbs")
t = st.button("button")
u = st.chat_input("chat")
w = st.date_input("dates", (datetime.date(2024, 1, 2), datetime.date(2024, 2, 3)))
x = st.download_button("download", "content", "file.txt")
for value in (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, w, x):
    st.text(repr(value))
