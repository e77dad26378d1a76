# Names that exist only on some paths.
import streamlit as st

if st.checkbox("bind a"):
    a = st.slider("a", 0, 5, 1)
for i in range(st.slider("rounds", 0, 3, 1)):
    last = i


def inner(flag):
    if flag:
        local = "local"
    try:
        return local
    except UnboundLocalError as error:
        return str(error)


st.write(inner(st.checkbox("bind local")))
st.write("a" in globals(), "last" in globals())
try:
    st.write(last)
except NameError as error:
    st.write("no rounds:", str(error))
try:
    raise ValueError("x")
except ValueError as gone:
    st.write(str(gone))
st.write("gone" in globals())
b = 1
if st.checkbox("delete b"):
    del b
st.write("needs a and b")
st.write(a, b)
st.write("the end")
