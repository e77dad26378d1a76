# A callback may set other widgets; the widget that was used keeps its value.
# > a=5
# > b=7
# > click swap
# > click empty the text
# > text=again
# > click empty the text
import streamlit as st

state = st.session_state


def follow():
    state.b = state.a * 2


def swap():
    state.a, state.b = state.b, state.a


def empty():
    state.text = ""
    state.choice = "y"


st.slider("a", 0, 20, 1, key="a", on_change=follow)
st.number_input("b", 0, 40, 2, key="b")
st.button("swap", on_click=swap)
st.button("empty the text", on_click=empty)
st.text_input("text", "start", key="text")
st.selectbox("choice", ["x", "y"], key="choice")
st.write(state.a, state.b, state.text, state.choice)
