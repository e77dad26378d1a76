import streamlit as st

counter = 0
seen = []
LIMITS = {"low": 1}


def area(n):
    return n * n + counter


def remember(n):
    seen.append(n)


def draw(n):
    with st.container(border=True):
        st.write("drawn by the module", n, counter)
        if st.checkbox("of the module"):
            LIMITS["low"] += 1


class Shape:
    def __init__(self, n):
        self.n = n

    def describe(self):
        return f"shape {self.n} {counter}"
