"""Trap: libraries draw from the shared random streams where the script does not say so."""

import statistics
import uuid

import numpy as np
import pandas as pd
import streamlit as st

numbers = pd.Series(range(20))
count = st.slider("count", 1, 5)
st.write(statistics.NormalDist(0, 1).samples(count))
draw = vars(np)["random"].randint
st.write(int(draw(1_000_000)))
st.write(numbers.sample(count).tolist())
st.write(uuid.UUID(int=count))
shuffle = np.random.RandomState(3)
st.write(shuffle.permutation(5))
if st.checkbox("one more"):
    st.write(statistics.NormalDist(0, 1).samples(1))
st.write(statistics.NormalDist(0, 1).samples(2, seed=count))
