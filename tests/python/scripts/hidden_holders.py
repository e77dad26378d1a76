"""A generator takes a list and changes it later, when the list is not named."""

import streamlit as st


def gen():
    items = []
    while True:
        got = yield
        if got is not None:
            items.append(got)
        else:
            for i in items:
                i.append(1)


n = st.slider("n", 0, 9)
g = gen()
next(g)
x = [0]
g.send(x)
st.write(x, n)
next(g)
st.write(x)
