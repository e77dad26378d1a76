# Worker processes run functions of modules.
# > n=3
# > n=1
import math
import multiprocessing

import streamlit as st

n = st.slider("n", 1, 5, 2)
if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        st.write(pool.map(math.factorial, range(n)))
st.write("end", n)
