# Pages that are functions, with what is common around them.
# > page second
# > level=4
# > page first
# > name=Ada
# > page second
# > page third
# > page first
import streamlit as st

state = st.session_state
state.setdefault("visits", [])


def first():
    name = st.text_input("name", key="name")
    st.write("first", name)


def second():
    level = st.slider("level", 0, 9)
    st.write("second", level)
    state.level = level


def third():
    raise ValueError(f"third page {state.get('level')}")


common = st.sidebar.slider("common", 0, 5)
page = st.navigation([st.Page(first, default=True), st.Page(second), st.Page(third, title="third")])
state.visits.append(page.title)
st.title(page.title)
page.run()
st.write("below", common, state.visits[-3:])
