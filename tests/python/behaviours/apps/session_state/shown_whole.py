# The session state as a whole is shown: by `st.write`, `st.json`, magic, as text and as a table.
# > click up
# > click up
# > n=3
# > how=json
# > click up
# > how=magic
# > click up
# > how=copy
# > click up
# > n=1
import streamlit as st

state = st.session_state
state.setdefault("counter", 0)
if st.button("up"):
    state.counter += 1
n = st.slider("n", 0, 5, key="n")
how = st.radio("how", ["write", "json", "magic", "copy"])
if how == "write":
    st.write("state:", state)
elif how == "json":
    st.json(state, expanded=False)
elif how == "magic":
    state
else:
    st.write(dict(state), {**state})
    st.text(sorted(map(str, state.items())))
st.write("end")
