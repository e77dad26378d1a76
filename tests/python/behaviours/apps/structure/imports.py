# Imports inside functions, conditions and loops; `__import__`, aliases and star imports.
# > n=3
# > deep=true
# > n=0
import streamlit as st
from math import *

n = st.slider("n", 0, 5, 2)
deep = st.checkbox("deep")
if n > 1:
    import statistics as stats

    st.write("mean", stats.mean(range(n)))
else:
    stats = None


def lazy():
    import collections.abc
    import json as j

    return j.dumps({"n": n}), isinstance([], collections.abc.Sequence)


for name in ["string", "textwrap"]:
    module = __import__(name)
    st.write(name, hasattr(module, "dedent"))
try:
    import module_that_is_not_there
except ImportError as error:
    st.write(error.name)
if deep:
    st.write(lazy())
st.write(floor(pi * n), stats is None)
