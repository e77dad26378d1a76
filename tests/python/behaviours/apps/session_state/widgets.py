# Set before a widget is drawn: its value. Set afterwards: an error. Buttons can never be set.
# > click before
# > click after
# > level=3
# > click button
# > click before
import streamlit as st

state = st.session_state
state.setdefault("level", 2)
if st.button("before"):
    state.level = 9
level = st.slider("level", 0, 10, key="level")
st.write("level", level)
if st.button("after"):
    state.level = 1
if st.button("button"):
    state.pressed = True
    st.button("pressed", key="pressed")
st.write("end", state.level)
