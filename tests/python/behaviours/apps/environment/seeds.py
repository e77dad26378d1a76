# Seeded draws are the same in every run and go on from where the run before left them.
# > n=3
# > again=true
# > n=1
# > click draw
# > rerun
import random

import numpy as np
import streamlit as st

n = st.slider("n", 1, 5, 2)
random.seed(7)
np.random.seed(7)
first = [random.randint(0, 99) for _ in range(n)]
again = st.checkbox("again")
if again:
    random.seed(7)
second = random.random()
numbers = np.random.normal(size=n).round(6).tolist()
rng = np.random.default_rng(3)
own = random.Random(5)
st.write(first, second, numbers, rng.integers(0, 99, n).tolist(), own.random())
if st.button("draw"):
    st.write(random.random(), np.random.rand(), rng.random(), own.random())
st.write(random.random(), rng.random(), np.random.rand())
names = ["a", "b", "c", "d"]
random.shuffle(names)
st.write(names, random.sample(names, 2))
