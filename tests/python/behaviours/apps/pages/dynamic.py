# The list of pages depends on the session: logging in shows more of them.
# > click log in
# > page report
# > n=3
# > click log out
import streamlit as st

state = st.session_state


def login():
    if st.button("log in"):
        state.user = "Ada"
        st.rerun()


def logout():
    del state["user"]


def report():
    n = st.slider("n", 0, 5)
    st.write("report for", state.user, n)
    st.button("log out", on_click=logout)


if "user" in state:
    pages = [st.Page(report, title="report"), st.Page(lambda: st.write("more"), url_path="more")]
else:
    pages = [st.Page(login, title="login")]
st.navigation(pages).run()
