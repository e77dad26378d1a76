# Callbacks get their arguments from the run that drew the widget.
# > n=2
# > click add
# > n=4
# > click add
# > click subtract
# > choice=b
import streamlit as st

state = st.session_state
state.setdefault("total", 0)
n = st.slider("n", 0, 5, 1)


def add(amount, *more, sign=1, **rest):
    state.total += sign * (amount + sum(more))
    state.rest = rest


st.button("add", on_click=add, args=(n, 10), kwargs={"note": f"n was {n}"})
st.button("subtract", on_click=add, args=[n], kwargs={"sign": -1})
st.selectbox("choice", ["a", "b"], key="choice", on_change=add, args=(100,))
st.metric("total", state.total)
st.write(state.get("rest"))
