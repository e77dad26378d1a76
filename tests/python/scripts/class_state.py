# A class is an object that changes, and its methods read what they name.
import functools

import streamlit as st

RATE = st.slider("rate", 1, 5, 2)


class Counter:
    made = 0
    log = []

    def __init__(self, start):
        type(self).made += 1
        self.start = start

    def scaled(self):
        return self.start * RATE

    @property
    def doubled(self):
        return self.scaled() * 2

    @staticmethod
    def plain(value):
        return value + RATE

    @classmethod
    def label(cls):
        return f"{cls.__name__} {RATE} {cls.made}"

    @functools.cached_property
    def cached(self):
        return self.start + RATE


class Sub(Counter):
    def scaled(self):
        return super().scaled() + 1


a = Counter(3)
b = Sub(4)
st.write(a.scaled(), b.scaled())
st.write(a.doubled, b.doubled)
st.write(Counter.plain(1), Sub.label())
st.write(a.cached)
n = st.slider("n", 0, 3, 1)
Counter.made += n
st.write(Counter.made, Sub.made, a.made)
if st.checkbox("log"):
    Counter.log.append(n)
    Counter.extra = n
st.write(a.log, getattr(b, "extra", "none"))
for i in range(n):
    st.write(Counter(i).scaled(), Counter.made)
st.write("end", Counter.made)
