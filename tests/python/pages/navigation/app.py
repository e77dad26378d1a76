# `st.navigation` over files and functions; the main script draws around the page.
import streamlit as st

state = st.session_state
state.setdefault("log", [])


def welcome():
    st.header("Welcome")
    name = st.text_input("name", "you")
    st.write(f"Hello {name}")
    if st.button("remember"):
        state.log.append(name)


def about():
    st.header("About")
    size = st.slider("size", 1, 5, 2)
    for n in range(size):
        st.write("line", n)


st.logo("https://streamlit.io/images/brand/streamlit-mark-color.png")
unit = st.sidebar.radio("unit", ["m", "km"], key="unit")
pages = {
    "Start": [st.Page(welcome, title="Welcome", default=True), st.Page(about, title="About us")],
    "Data": [
        st.Page("views/table.py", title="Table", icon=":material/table:"),
        st.Page("views/chart.py", title="Chart"),
        st.Page("views/table.py", title="Second table", url_path="second"),
    ],
}
page = st.navigation(pages)
st.title(page.title)
left, right = st.columns([3, 1])
with right:
    st.write("log", len(state.log))
with left:
    page.run()
factor = 1 if unit == "m" else 1000
st.caption(f"unit {unit}, factor {factor}, log {state.log}")
with st.sidebar:
    st.write("entries", len(state.log))
