# Bare expressions draw: strings, tuples, names, calls, f-strings, in `if`, `for`, `with`, `try`.
# > n=3
# > show=true
# > n=0
"""The docstring of a script does not draw."""
import streamlit as st

"# Title"
n = st.slider("n", 0, 5, 1)
show = st.checkbox("show")
n
"n is", n
f"formatted {n:03}"
[n, n + 1]
{"n": n}
n > 2
if show:
    "shown"
    n, show
else:
    "hidden"
for i in range(n):
    f"line {i}"
    with st.container():
        i * 10
try:
    10 / n
except ZeroDivisionError:
    "no division"
finally:
    "finally"


def function():
    """A docstring of a function does not draw."""
    n * 100
    "in a function"
    return n


function()
st.write("plain");
None
...
-n
not n
[i for i in range(n)]
(lambda: 1)()
