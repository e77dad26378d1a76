# Page functions in a dict, chosen by a radio; pages share module state and a list.
import streamlit as st

VISITS = []


def home(name):
    VISITS.append("home")
    st.write("home of", name)
    st.slider("only here", 0, 5, key="home_slider")


def numbers(name):
    VISITS.append("numbers")
    n = st.slider("how many", 1, 6, 2)
    for i in range(n):
        st.write(name, i, i ** 2)
    return n


def settings(name):
    VISITS.append("settings")
    st.session_state.shout = st.checkbox("shout", st.session_state.get("shout", False))
    st.text_area("notes", key="notes")
    return name.upper()


PAGES = {"home": home, "numbers": numbers, "settings": settings}
name = st.sidebar.text_input("name", "Bo")
choice = st.sidebar.radio("page", list(PAGES))
if st.session_state.get("shout"):
    name = name.upper() + "!"
result = PAGES[choice](name)
st.write(result, VISITS)
st.sidebar.write(st.session_state.get("notes"))
