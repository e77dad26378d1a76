# Mutable defaults keep growing within a run and start again in the next.
import streamlit as st

LIMIT = st.slider("limit", 1, 6, 3)


def collect(item, into=[], limit=LIMIT):
    into.append(item)
    return into[-limit:]


def tag(text, *, seen={}, prefix=str(LIMIT)):
    seen[text] = seen.get(text, 0) + 1
    return prefix + text + str(seen[text])


for i in range(st.slider("rounds", 0, 5, 2)):
    st.write(collect(i))
first = collect("x")
if st.checkbox("again"):
    st.write(collect("y"), first)
st.write(tag("a"), tag("b"))
if st.checkbox("once more"):
    st.write(tag("a"))
st.write(collect.__defaults__, tag.__kwdefaults__)
