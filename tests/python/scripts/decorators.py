# Decorators that count, skip, repeat and replace.
import functools

import streamlit as st

COUNTS = {}


def counted(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        COUNTS[fn.__name__] = COUNTS.get(fn.__name__, 0) + 1
        return fn(*args, **kwargs)

    return wrapper


def repeat(times):
    def decorate(fn):
        def wrapper(*args):
            return [fn(*args) for _ in range(times)]

        return wrapper

    return decorate


n = st.slider("n", 0, 4, 2)


@counted
def show(value):
    st.write("show", value)


@repeat(n)
def line(text):
    st.write("line", text)
    return text


@counted
@functools.lru_cache(maxsize=None)
def slow(v):
    print("slow", v)
    return v * 10


show(n)
st.write(line("hello"))
if st.checkbox("once more"):
    show("more")
st.write(slow(n), slow(n), COUNTS)


class Plugin:
    registry = []

    @classmethod
    def register(cls, fn):
        cls.registry.append(fn.__name__)
        return fn

    @staticmethod
    def twice(v):
        return v * 2


@Plugin.register
def one():
    return 1


st.write(Plugin.registry, Plugin.twice(n), one())
