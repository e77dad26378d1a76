"""Trap: tabs and expanders that tell whether they are open."""

import streamlit as st


def choose(name):
    st.session_state.place = name


home, work = st.tabs(["home", "work"], key="place", on_change="rerun")
if home.open:
    home.write("at home")
if work.open:
    with work:
        st.write("at work")
st.button("to work", on_click=choose, args=("work",))
st.button("go home", on_click=choose, args=("home",))
st.slider("level", 0, 3)
st.write(home.open, work.open)
