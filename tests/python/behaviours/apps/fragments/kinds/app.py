# Fragments that are no functions of the module: nested ones, methods, lambdas, those of other modules.
# > nested=2
# > method=3
# > lambda=1
# > inside a class=4
# > n=2
# > nested=1
# > in a loop 1=4
# > in a try=2
# > from a module=5
# > of a module=1
# > n=4
# > from a module=2
# > method=0
# > wrapped=3
import functools

import _parts
import streamlit as st

state = st.session_state
state.setdefault("runs", {})
n = st.slider("n", 0, 5, 1)
shown = []


def count(name):
    state.runs[name] = state.runs.get(name, 0) + 1
    return state.runs[name]


def page(factor):
    total = factor

    @st.fragment
    def nested():
        nonlocal total
        value = st.slider("nested", 0, 5)
        total += value
        st.write("nested", value * factor, total, n, count("nested"))
        shown.append(value)

    nested()
    st.write("page", total)


class Panel:
    def __init__(self, title):
        self.title = title
        self.values = []

    @st.fragment
    def draw(self):
        value = st.slider("method", 0, 5)
        self.values.append(value)
        st.write(self.title, self.values, n, count("method"))


class Holder:
    @st.fragment
    def part():
        st.write("inside", st.slider("inside a class", 0, 5), n, count("class"))

    part()


def logged(function):
    @functools.wraps(function)
    def inner(*arguments):
        st.write("before", function.__name__)
        return function(*arguments)

    return inner


@st.fragment
@logged
def wrapped(factor):
    st.write("wrapped", st.slider("wrapped", 0, 5) * factor, count("wrapped"))


page(n)
panel = Panel(f"panel {n}")
panel.draw()
st.write(panel.values)
st.fragment(lambda: st.write("lambda", st.slider("lambda", 0, 5), n, count("lambda")))()
for i in range(2):

    @st.fragment
    def each(i=i):
        st.write("loop", st.slider(f"in a loop {i}", 0, 5) + n, count(f"loop {i}"))

    each()
try:

    @st.fragment
    def tried():
        st.write("try", st.slider("in a try", 0, 5) + n, count("try"))

    tried()
finally:
    st.write("tried")
_parts.fragment(n)
st.fragment(_parts.plain)(n)
wrapped(n)
st.write("end", shown, state.runs)
