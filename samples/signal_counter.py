"""A counter whose value, double and history follow one signal of the session."""

import streamlit as st
from lattice import Signal, batch, memo, signal

if "count" not in st.session_state:
    st.session_state.count = signal(0)
    st.session_state.history = signal(())
count: Signal[int] = st.session_state.count
history: Signal[tuple[int, ...]] = st.session_state.history

doubled = memo(lambda: count.value * 2)
parity = memo(lambda: "odd" if count.value % 2 else "even")


def add(step: int) -> None:
    """Both signals change as one."""
    with batch():
        count.value += step
        history.value = (*history.value, count.value)


def reset() -> None:
    with batch():
        count.value = 0
        history.value = ()


st.title("Counter")
step = st.slider("Step", 1, 10, 1)
left, middle, right = st.columns(3)
left.button("Add", on_click=add, args=(step,))
middle.button("Subtract", on_click=add, args=(-step,))
right.button("Reset", on_click=reset)

st.metric("Count", count.value)
st.write(f"Doubled: {doubled()}, which came from an {parity()} number.")
if history.value:
    st.line_chart(list(history.value))
st.caption(f"{len(history.value)} changes so far")
