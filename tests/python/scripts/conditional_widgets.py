# Widgets that come and go lose or keep their values.
import streamlit as st

kind = st.radio("kind", ["none", "number", "text", "both"])
value = None
if kind in ("number", "both"):
    value = st.number_input("number", 0, 10, 5)
    if value > 6:
        st.slider("extra", 0, value, 1)
if kind in ("text", "both"):
    value = (value, st.text_input("text", "x", key="text"))
elif kind == "none":
    st.write("nothing chosen")
else:
    st.checkbox("only for numbers")
st.write("value", value)
st.write("text in state:", st.session_state.get("text", "gone"))
default = 3 if kind == "none" else 7
st.slider("changing default", 0, 10, default)
st.selectbox("changing options", [kind, "a", "b"])
