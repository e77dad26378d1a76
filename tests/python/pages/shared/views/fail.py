# Raises, stops and restarts.
import streamlit as st

state = st.session_state
what = st.radio("what", ["nothing", "raise", "stop", "rerun", "switch", "syntax"])
st.write("chosen", what)
limit = 10


def check(value):
    if value == "raise":
        raise ValueError(f"bad {value} below {limit}")
    return value.upper()


st.write(check(what))
if what == "stop":
    st.stop()
if what == "rerun" and state.errors < 3:
    state.errors += 1
    st.rerun()
if what == "switch":
    st.switch_page("views/steps.py")
if what == "syntax":
    eval("1 +")
st.write("end", state.errors)
