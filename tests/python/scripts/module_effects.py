# What a module of the project does behind a call counts for the cell that calls it.
import os

import effects_module
import streamlit as st
from effects_module import Reader, pure

n = st.slider("n", 0, 5, 1)
os.environ["LATTICE_TRAP"] = str(n)
st.write("module", effects_module.current())
st.write("instance", Reader().read())
st.write("pure", pure(2))
effects_module.LIMIT = n
st.write("limit", effects_module.limited(9))
