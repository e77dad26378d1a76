# `st.switch_page` from the body and from a callback.
# > click to second
# > level=3
# > click back
# > click callback
# > click back
# > click with query
import streamlit as st

state = st.session_state


def first():
    st.write("first", dict(st.query_params))
    if st.button("to second"):
        st.switch_page(pages[1])
    st.button("callback", on_click=lambda: st.switch_page(pages[1]))
    if st.button("with query"):
        st.switch_page(pages[1], query_params={"from": "first"})


def second():
    level = st.slider("level", 0, 5)
    state.level = level
    st.write("second", level, dict(st.query_params))
    if st.button("back"):
        st.switch_page(pages[0])
    st.page_link(pages[0], label="link")


pages = [st.Page(first, default=True), st.Page(second)]
st.navigation(pages, position="hidden").run()
st.write("end", state.get("level"))
