# Query parameters: read by key and as a whole, set, deleted; widgets bound to the address.
import streamlit as st

params = st.query_params
n = st.slider("n", 0, 9, int(st.query_params.get("n", 3)), key="n")
st.query_params["n"] = str(n)
st.write("n is", params["n"])
kind = st.selectbox("kind", ["a", "b", "c"], key="kind", bind="query-params")
flag = st.checkbox("flag", key="flag", bind="query-params")
st.write("kind", kind, flag)
tags = st.multiselect("tags", ["x", "y", "z"])
if tags:
    params.tag = tags
elif "tag" in params:
    del params["tag"]
st.write("tags", params.get_all("tag"))
st.write("all", dict(st.query_params), len(params))
other = st.number_input("other", 0, 9, 1)
st.write("other", other * 2)


@st.fragment
def part():
    m = st.slider("m", 0, 9, 1)
    st.query_params.update(m=str(m), twice=str(2 * m))
    st.write("m", m, st.query_params.get("other", "none"))


part()
page = st.text_input("page")
if page:
    st.query_params.from_dict({"page": page} | st.query_params.to_dict())
st.write("page", st.query_params.get("page"))
hidden = st.toggle("hide")
if not hidden:
    st.text_input("kept", key="kept", persist_state="session")
st.write("kept", st.session_state.get("kept"))
