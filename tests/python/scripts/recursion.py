# Functions that call themselves, drawing or not.
import streamlit as st

depth = st.slider("depth", 0, 4, 2)
calls = []


def tree(level, name="root"):
    calls.append(name)
    st.write("-" * level, name)
    if level < depth:
        for side in ("l", "r"):
            tree(level + 1, name + side)
    return len(calls)


st.write(tree(0))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


st.write([fib(i) for i in range(st.slider("fib", 1, 12, 6))])


def nest(n):
    with st.expander(f"level {n}") if n == depth else st.container():
        st.checkbox("here", key=f"here{n}")
        if n:
            nest(n - 1)


nest(depth)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


st.write(even(depth), odd(depth))
