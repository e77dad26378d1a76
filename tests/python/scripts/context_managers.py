# User-written context managers around drawing.
import contextlib

import streamlit as st

log = []


@contextlib.contextmanager
def section(title):
    log.append(f"open {title}")
    with st.container(border=True):
        st.subheader(title)
        yield len(log)
    log.append(f"close {title}")


class Swallow:
    def __enter__(self):
        st.write("enter")
        return self

    def __exit__(self, kind, error, trace):
        st.write("exit", None if kind is None else kind.__name__)
        return kind is ZeroDivisionError


n = st.slider("n", 0, 3, 1)
with section("first") as count:
    st.write("inside", count)
    if st.checkbox("nested"):
        with section("second"):
            st.write("deep", n)
with Swallow() as s:
    st.write(6 // n)
    st.write("not reached when n is 0")
st.write(log, type(s).__name__)
with contextlib.suppress(KeyError):
    st.write({}["x"] if n > 1 else "no error")
    st.write("after")
with contextlib.ExitStack() as stack:
    for i in range(n):
        stack.enter_context(st.expander(f"level {i}") if i == 0 else st.container())
        st.write("in", i)
with st.container(), st.container():
    st.write("two at once")
