# Cached methods, cached functions made by functions, and the caches of the standard library.
# > n=2
# > n=1
# > base=3
# > n=2
from functools import cached_property, lru_cache

import streamlit as st

n = st.slider("n", 1, 5, 1)
base = st.slider("base", 0, 5)


class Loader:
    def __init__(self, base):
        self.base = base

    @st.cache_data
    def load(_self, k):
        print("load", _self.base, k)
        return _self.base * 100 + k

    @cached_property
    def slow(self):
        print("slow", self.base)
        return self.base + 1


def make(offset):
    @st.cache_data
    def shifted(k):
        print("shifted", offset, k)
        return k + offset

    return shifted


@lru_cache(maxsize=None)
def fib(k):
    return k if k < 2 else fib(k - 1) + fib(k - 2)


loader = Loader(base)
st.write(loader.load(n), loader.slow, loader.slow, make(base)(n), fib(n * 10))
