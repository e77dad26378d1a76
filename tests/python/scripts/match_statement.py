# Structural matching over values, sequences, mappings and classes.
import streamlit as st

kind = st.selectbox("kind", ["number", "pair", "triple", "mapping", "text", "nothing"])
n = st.slider("n", 0, 5, 2)
value = {
    "number": n, "pair": [n, n + 1], "triple": [n, 0, n], "mapping": {"n": n, "rest": 1},
    "text": "x" * n, "nothing": None,
}[kind]
match value:
    case None:
        st.write("nothing")
    case int(v) if v > 3:
        st.write("large", v)
    case 0 | 1:
        st.write("small")
    case int():
        st.write("number", value)
    case [a, b]:
        st.write("pair", a, b)
        st.slider("between", a, b + 1)
    case [first, *rest]:
        st.write("first", first, rest)
    case {"n": inner, **others}:
        st.write("mapping", inner, others)
    case str() as text if not text:
        st.write("empty text")
    case str(text):
        st.write("text", text, len(text))


def area(shape):
    match shape:
        case ("square", side):
            return side * side
        case ("rect", w, h):
            return w * h
    return "unknown"


st.write(area(("square", n)), area(("rect", n, 2)), area("?"))
