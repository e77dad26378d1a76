# Tabs, expanders and popovers that report being opened.
# > tabs=two
# > n=3
# > details=true
# > more=true
# > details=false
# > tabs=one
import streamlit as st

n = st.slider("n", 0, 5)
one, two = st.tabs(["one", "two"], key="tabs", on_change="rerun")
if one.open:
    one.write(f"one {n}")
if two.open:
    two.write(f"two {n}")
details = st.expander("details", key="details", on_change="rerun")
if details.open:
    print("details drawn", n)
    details.write(f"slow details {n}")
more = st.popover("more", key="more", on_change=lambda: print("popover", st.session_state.more))
with more:
    if more.open:
        st.write("more", n)
st.write(details.open, more.open, st.session_state.tabs)
