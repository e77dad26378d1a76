# A callback may ask for another run; the body of the first one never starts.
import streamlit as st

state = st.session_state
state.setdefault("bodies", 0)
state.setdefault("calls", [])
state.bodies += 1


def go(name):
    state.calls.append(name)
    if len(state.calls) % 2:
        st.rerun()


st.button("go", on_click=go, args=("button",))
st.checkbox("tick", on_change=go, args=("tick",))
st.selectbox("pick", ["x", "y", "z"], key="pick", on_change=go, args=("pick",))
st.write(state.bodies, state.calls[-5:], state.pick)
