# `__file__`, `__name__`, `sys.argv`, the search path, the working directory and the main module.
# > n=2
# > rerun
import os
import sys

import streamlit as st

n = st.slider("n", 0, 5)
st.write(os.path.basename(__file__), __name__, __doc__, __package__, __spec__)
st.write([os.path.basename(word) for word in sys.argv], os.path.basename(sys.path[0]))
st.write(os.getcwd() == os.path.dirname(__file__), n)
main = sys.modules["__main__"]
st.write(main.__name__, os.path.basename(main.__file__), main.n == n, vars(main) is globals())
st.write(sorted(name for name in globals() if not name.startswith("_")))
st.write(type(__builtins__).__name__ in ("dict", "module"))
