# Generators and iterators are used up by whoever reads them first.
import itertools

import streamlit as st


def numbers(stop):
    for i in range(stop):
        yield i * i


n = st.slider("n", 0, 8, 5)
gen = numbers(n)
st.write(next(gen, "empty"))
take = st.number_input("take", 0, 5, 2)
st.write(list(itertools.islice(gen, take)))
if st.checkbox("take one more"):
    st.write(next(gen, "end"))
st.write("rest", list(gen))
it = iter("abcdef")
for letter in it:
    if letter == "c":
        break
st.write("after c", "".join(it))
zipped = zip(range(n), "xyz")
if st.toggle("peek"):
    st.write(str(next(zipped, None)))
st.write(dict(zipped))
squares = (x for x in range(n))
st.write(sum(squares), sum(squares))


def echo():
    got = None
    while True:
        got = yield got


talk = echo()
next(talk)
st.write(talk.send(n), talk.send("again"))
