# Functions that remember: late binding, factories, counters with nonlocal.
import streamlit as st

scale = st.slider("scale", 1, 5, 2)


def make_adder(n):
    def add(x):
        return (x + n) * scale

    return add


def make_counter(start):
    count = start

    def bump(by=1):
        nonlocal count
        count += by
        return count

    def read():
        return count

    return bump, read


add = make_adder(st.number_input("n", 0, 9, 3))
st.write(add(1), add(2))
bump, read = make_counter(scale)
bump()
if st.checkbox("bump by ten"):
    bump(10)
st.write(read())
fns = [lambda: i for i in range(3)]
st.write([f() for f in fns])
fixed = [lambda i=i: i * scale for i in range(3)]
st.write([f() for f in fixed])
late = lambda: word
word = st.text_input("word", "w")
st.write(late(), late() * scale)
word = word + "!"
st.write(late())
