"""A thread writes a signal that the page shows."""

import threading
import time

import streamlit as st

from lattice import Signal, memo, signal


@st.cache_resource
def feed() -> Signal[int]:
    number = signal(0)

    def tick() -> None:
        for i in range(1, 31):
            time.sleep(0.05)
            number.value = i

    threading.Thread(target=tick, daemon=True).start()
    return number


number = feed()
tens = memo(lambda: number.value // 10)
print("top runs")
st.write("number is", number.value)
print("tens runs", tens())
st.write("tens", tens())
st.slider("slider", 0, 5)
