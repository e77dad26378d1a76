# Errors inside multi-line calls: lines and carets must be those of the script.
import streamlit as st

case = st.selectbox("case", ["none", "argument", "chain", "comprehension", "attribute", "deep", "library"])
n = st.slider("n", 0, 3, 1)
data = {"x": [1, 2, 3]}


def inner(a, b, *, c):
    return (
        a
        + b[c]
    )


def outer(flag):
    st.write("outer", flag)
    values = [
        inner(1, [i, i], c=i if flag else 0)
        for i in range(n + 1)
    ]
    return values


st.write("before", n)
if case == "argument":
    st.write(
        "first",
        inner(
            n,
            data["x"],
            c=n + 5,
        ),
    )
elif case == "chain":
    try:
        data["y"]
    except KeyError as error:
        raise RuntimeError("no y") from error
elif case == "comprehension":
    st.write(sum(1 / (i - n) for i in range(4)))
elif case == "attribute":
    total = data["x"].count(1) + data["x"].missing + n
elif case == "deep":
    st.write(outer(True), outer(
        False), inner(n, None, c=1))
elif case == "library":
    st.slider("bad", 5, 1 + n, 3)
x = (n + 1) / (2 if case != "none" or n < 3 else n - 3)
st.write("after", x)
