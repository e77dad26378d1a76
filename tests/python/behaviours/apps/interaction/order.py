# Values are applied, then callbacks see the page of before, then the body runs from top to bottom.
# > n=3
# > n=4
# > text=hello
# > click both
# > rerun
import streamlit as st

state = st.session_state
state.setdefault("log", [])


def changed(name):
    state.log.append((name, state.n, state.text, state.get("drawn")))
    print("callback", name, state.n, state.text)


n = st.slider("n", 0, 9, 1, key="n", on_change=changed, args=("n",))
text = st.text_input("text", key="text", on_change=changed, kwargs={"name": "text"})
print("body", n, text)
state.drawn = f"{n} {text}"
if st.button("both", on_click=changed, args=["both"]):
    st.write("both", state.log)
st.write(state.drawn, len(state.log))
st.json([list(map(str, entry)) for entry in state.log])
