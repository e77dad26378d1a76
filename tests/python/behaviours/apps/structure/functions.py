# Functions that draw at any depth, with recursion, defaults, keywords and early ends.
# > n=3
# > depth=4
# > n=0
# > depth=1
import streamlit as st

n = st.slider("n", 0, 5, 2)
depth = st.slider("depth", 0, 5, 2)


def leaf(text, *parts, sep=" ", **rest):
    st.write(text, sep.join(map(str, parts)), sorted(rest))
    return len(parts)


def tree(level, path=()):
    if level == 0:
        return leaf("leaf", *path, level=level)
    total = 0
    for i in range(2):
        with st.container():
            if i and level == 3:
                st.caption("cut")
                continue
            total += tree(level - 1, (*path, i))
    return total


def collect(value, seen=[]):
    seen.append(value)
    st.write("seen", len(seen))
    return seen


def nothing():
    pass


st.write(tree(depth), leaf("n", n, sep="-", a=1))
collect(n)
collect(n + 1)
nothing()
if n:
    def conditional():
        st.write("conditional", n)
    conditional()
