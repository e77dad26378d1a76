# A page that remembers its step and draws in loops.
import streamlit as st

state = st.session_state
state.setdefault("step", 0)


def go(by):
    state.step = max(0, min(3, state.step + by))


back, on = st.columns(2)
back.button("back", on_click=go, args=(-1,), disabled=state.step == 0)
on.button("on", on_click=go, args=(1,), disabled=state.step == 3)
bar = st.progress(state.step / 3)
forms = {}
for number in range(state.step + 1):
    with st.expander(f"step {number}", expanded=number == state.step):
        forms[number] = st.text_input("answer", key=f"answer_{number}")
st.write({number: answer for number, answer in forms.items() if answer})
placeholder = st.empty()
placeholder.info(f"step {state.step}")
if state.step == 3:
    placeholder.success("done")
