# Objects of the session are changed without an assignment.
# > item=tea
# > click add
# > item=cake
# > click add
# > n=2
# > click first
# > click nested
# > n=3
import streamlit as st

state = st.session_state
if "items" not in state:
    state["items"] = []
    state.deep = {"list": [{"n": 0}]}
item = st.text_input("item")
n = st.slider("n", 0, 5)
if st.button("add"):
    state["items"].append(item)
if st.button("first") and state["items"]:
    state["items"].pop(0)
if st.button("nested"):
    state.deep["list"][0]["n"] += n
st.write(state["items"], len(state["items"]))
st.json(state.deep)
alias = state.deep["list"]
alias.append({"n": n})
st.write(len(alias), n)
