# The page inside `try`: `st.stop` and `st.rerun` pass through handlers and `finally`, errors do not.
# > n=2
# > what=error
# > n=3
# > what=stop
# > n=1
# > what=rerun
# > what=bare
# > n=4
# > value=0
# > what=none
# > value=2
# > n=2
import traceback

import streamlit as st

state = st.session_state
state.setdefault("log", [])
n = st.slider("n", 0, 5, 1)
what = st.selectbox("what", ["none", "error", "stop", "rerun", "bare"])


@st.fragment
def part():
    try:
        st.write("part", 10 // st.number_input("value", 0, 9, 1), n)
    except ZeroDivisionError as error:
        st.exception(error)


def page():
    for i in range(3):
        try:
            with st.container(border=True):
                st.write("row", i, n)
                if what == "error" and i == 1:
                    raise LookupError(f"row {i}")
                st.write("row ends", i)
        except LookupError as error:
            st.error(str(error))
            st.code(traceback.format_exc().splitlines()[-1])
            if n > 2:
                return i
        finally:
            state.log = [*state.log, i][-4:]
    if what == "stop":
        st.stop()
    if what == "rerun" and len(state.log) % 2 == 0:
        state.log = []
        st.rerun()
    part()
    return n * 10


try:
    try:
        st.write("page", page())
    except Exception as error:
        st.write("unexpected", type(error).__name__)
    else:
        st.write("went well")
    finally:
        st.write("finally", state.log)
    if what == "bare":
        try:
            st.write("before")
            st.stop()
        except:  # noqa: E722
            st.write("stopped by", traceback.format_exc().splitlines()[-1].split(".")[-1][:13])
finally:
    st.write("done", n)
st.write("end", what)
