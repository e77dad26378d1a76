# An exception in the middle: what stands above stays, the traceback appears, the next run clears it.
# > n=0
# > n=2
# > where=function
# > where=library
# > where=chained
# > where=nowhere
import streamlit as st

n = st.slider("n", 0, 5, 1)
where = st.selectbox("where", ["nowhere", "function", "library", "chained"])
st.write("above", n)


def deep(k):
    if k == 0:
        raise RuntimeError(f"deep in a function {n}")
    deep(k - 1)


st.write(10 / n)
if where == "function":
    deep(3)
elif where == "library":
    import json

    json.loads("{" + str(n))
elif where == "chained":
    try:
        {}["key"]
    except KeyError as error:
        raise ValueError("no key") from error
st.write("below")
