# The page stands inside `try`: handlers, `else` and `finally` see the exception of this run.
import sys
import traceback

import streamlit as st

runs = []


class RefusedError(Exception):
    pass


def risky(kind, n):
    runs.append(kind)
    if kind == "value":
        raise ValueError(f"no {n}")
    if kind == "zero":
        return n // 0
    if kind == "refused":
        raise RefusedError(n)
    if kind == "stop":
        st.stop()
    return n + 1


def section(kind, n):
    st.write("section", n)
    with st.container(border=True):
        for i in range(2):
            st.write("row", i, risky(kind if i else "none", n))
    st.write("section ends")


kind = st.selectbox("kind", ["none", "value", "zero", "refused", "stop", "name"])
n = st.slider("n", 0, 5, 1)
unrelated = st.checkbox("unrelated")

try:
    st.write("begin", n)
    section(kind, n)
    if kind == "name":
        st.write(not_bound_yet)  # noqa: F821
    total = n * 2
except (ValueError, RefusedError) as error:
    st.error(f"{type(error).__name__}: {error}")
    st.write([frame.name for frame in traceback.extract_tb(error.__traceback__)])
    st.write(traceback.format_exc().splitlines()[-1])
    total = -1
except ZeroDivisionError:
    st.write(sys.exc_info()[0].__name__, str(sys.exc_info()[1]))
    st.exception(sys.exc_info()[1])
    total = -2
except BaseException as error:
    st.write("everything else", type(error).__name__)
    total = -3
else:
    st.success(f"fine {total}")
finally:
    st.write("finally", total if "total" in globals() else None)
    st.write("passing", sys.exc_info()[0] is not None)
st.write("error" in globals(), total)

try:
    try:
        st.write("inner", risky(kind, 7))
    finally:
        st.write("passes by", traceback.format_exc().splitlines()[-1])
        st.write("runs", len(runs))
    st.write("inner ends")
except Exception as error:
    try:
        raise RuntimeError("second") from error
    except RuntimeError as second:
        st.write(repr(second.__cause__), repr(second.__context__))
    try:
        st.write({}["missing"])
    except KeyError as third:
        st.write(repr(third.__context__))
    if unrelated:
        raise
st.write("end", n)
