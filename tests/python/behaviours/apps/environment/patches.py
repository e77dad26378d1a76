# Scripts change what others made: classes of libraries, builtins, modules, streams.
# > n=3
# > loud=true
# > other=2
# > n=1
# > loud=false
# > other=3
import builtins
import functools
import io
import math
import sys

import pandas as pd
import streamlit as st

n = st.slider("n", 0, 5, 1)
loud = st.checkbox("loud")
other = st.slider("other", 0, 5)
pd.DataFrame.total = lambda self: int(self["a"].sum()) * n
math.tripled = lambda x: x * 3 + n
builtins.shout = str.upper if loud else str.lower
st.heading = functools.partial(st.markdown, help=f"help {n}")
say = functools.partial(print, "say", sep=": ")
setattr(math, "halved", lambda x: x / 2 + n)

frame = pd.DataFrame({"a": [1, 2, 3]})
st.write(frame.total(), other)
st.write(math.tripled(2), shout("Word"), other)
st.heading("heading")
say(n, other)
st.write(math.halved(4), other)
before = sys.stdout
sys.stdout = io.StringIO()
print("kept back", n)
text, sys.stdout = sys.stdout.getvalue(), before
st.write(text, other)
del builtins.shout
try:
    st.write(shout("gone"))
except NameError as error:
    st.write(str(error))
