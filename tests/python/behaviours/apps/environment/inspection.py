# The source of functions, the frames of callers, names of callers in queries.
# > n=3
# > n=0
import inspect
import sys

import pandas as pd
import streamlit as st

n = st.slider("n", 0, 5, 2)
frame = pd.DataFrame({"a": [1, 2, 3, 4]})
limits = [n, n + 1]


def function(k):
    # The comment belongs to the source.
    return k + n


def where():
    caller = sys._getframe(1)
    return caller.f_code.co_name, caller.f_lineno, "frame" in caller.f_globals


def among(low):
    high = low + 2
    return frame.query("@low < a <= @high").shape[0]


st.code(inspect.getsource(function))
st.write(where(), inspect.signature(function), function.__module__, function.__qualname__)
st.write(frame.query("a in @limits"), among(n), frame.eval("a + @n").sum())
st.write(inspect.currentframe().f_lineno, len(inspect.stack()) > 1)
st.write(inspect.getsourcelines(where)[1], inspect.getmodule(function) is not None)
