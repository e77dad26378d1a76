# `globals()`, `locals()`, `vars()`, `exec` and `eval` in the script's own names.
# > n=3
# > name=total
# > n=1
import streamlit as st

n = st.slider("n", 0, 5, 1)
name = st.selectbox("name", ["n", "total", "squares"])
total = sum(range(n))
exec("squares = [i * i for i in range(n)]")
globals()["made"] = n * 100


def local(a, b=2):
    c = a + b
    return sorted(locals().items())


st.write(eval("total + n"), squares, made, globals()[name], local(n))
st.write(locals() is globals(), "total" in vars(), dir()[-1] in dir())
del squares
st.write("squares" in globals(), n)
