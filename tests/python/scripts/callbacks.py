# on_click and on_change with args, kwargs, lambdas and closures over script objects.
import streamlit as st

state = st.session_state
state.setdefault("count", 0)
state.setdefault("log", [])
basket = ["bread"]


def bump(by, *, log=None):
    state.count += by
    if log is not None:
        log.append(by)
    print("bump", by)


def changed(name):
    state.log.append((name, state[name]))


def from_old_page():
    basket.append("callback")
    state.old = list(basket)


st.button("plus one", on_click=bump, args=(1,))
st.button("plus five", on_click=bump, args=(5,), kwargs={"log": state.log})
step = st.slider("step", 1, 9, 2)
st.button("plus step", on_click=lambda: bump(step))
st.button("from old page", on_click=from_old_page)
st.text_input("word", key="word", on_change=changed, args=("word",))
st.checkbox("flag", key="flag", on_change=changed, kwargs={"name": "flag"})
st.write(state.count, str(state.log[-4:]), state.get("old"))
basket.append(f"step {step}")
st.write(basket)


def set_slider():
    state.level = (state.level + 3) % 10


st.slider("level", 0, 10, 1, key="level")
st.button("move level", on_click=set_slider)
st.write("level", state.level)
