# Closures with counters, decorators with arguments, and lambdas that draw.
# > n=3
# > m=4
# > n=3
# > n=0
import functools

import streamlit as st

n = st.slider("n", 0, 5, 1)
m = st.slider("m", 0, 5, 2)


def framed(title):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            with st.container(border=True):
                st.caption(f"{title} {function.__name__}")
                return function(*args, **kwargs)

        return inner

    return wrap


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        st.write("count", count)
        return count

    return step


@framed("first")
@framed("second")
def body(k):
    st.write("body", k * m)
    return k + m


step = counter(n)
step()
step(m)
show = lambda value, where=st: where.write("lambda", value)
show(body(n))
show(step(), st.sidebar)
st.write([f(n) for f in (lambda x: x + 1, lambda x: x * m)], functools.partial(pow, 2)(n))
