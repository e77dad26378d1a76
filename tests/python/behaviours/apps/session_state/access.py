# Every way to read and write the session state.
# > n=1
# > n=2
# > click delete
# > n=3
# > click update
import streamlit as st

state = st.session_state
n = st.slider("n", 0, 5)
if "a" not in state:
    state["a"] = 0
    state.b = [1]
state.a += n
state["c"] = state.get("c", "none") + str(n)
state.setdefault("d", {})["k"] = n
if st.button("delete"):
    del state["a"]
    del state.b
    state.pop("c")
if st.button("update"):
    state.update({"e": n, "f": {n}})
st.write(sorted(state.keys(), key=str), len(state), state.to_dict().get("a"), "b" in state)
for key in sorted(state, key=str):
    st.text(f"{key}: {state[key]!r}")
try:
    state.nothing
except AttributeError as error:
    st.write(str(error)[:40])
try:
    state["nothing"]
except KeyError as error:
    st.write("KeyError", str(error)[:40])
