# Seeded generators, the two global streams, and a generator object that is used in several places.
import random

import numpy as np
import streamlit as st

seed = st.slider("seed", 0, 5, 1)
random.seed(seed)
a = random.random()
n = st.slider("n", 1, 5, 2)
b = [random.randint(0, 99) for _ in range(n)]
st.write(a, b)
c = random.choice("abcdef")
st.write(c)
np.random.seed(seed)
d = np.random.rand(n)
st.write(d.round(6).tolist())
e = np.random.randint(0, 100)
st.write(int(e))
rng = np.random.default_rng(seed)
first = rng.normal()
if st.checkbox("draw one more"):
    rng.normal()
second = rng.integers(0, 1000)
st.write(round(first, 8), int(second))
deck = list("123456")
random.Random(n).shuffle(deck)
st.write("".join(deck))
