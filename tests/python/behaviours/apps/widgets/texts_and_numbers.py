# Texts, areas, passwords, numbers of both kinds, steps, bounds and formats.
# > text=hello
# > area="two\nlines"
# > whole=7
# > real=0.25
# > bounded=9
# > nothing=4
# > text=
# > secret=abc
import streamlit as st

text = st.text_input("text", "start", max_chars=10, placeholder="write")
area = st.text_area("area", height=100)
secret = st.text_input("secret", type="password")
whole = st.number_input("whole", 0, 10, 5, step=2)
real = st.number_input("real", 0.0, 1.0, 0.5, 0.05, format="%.3f")
bounded = st.number_input("bounded", max_value=whole + 5, value=whole)
nothing = st.number_input("nothing", value=None, placeholder="a number")
for value in (text, area, secret, whole, real, bounded, nothing):
    st.write(type(value).__name__, repr(value))
