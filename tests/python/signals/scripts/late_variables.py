"""A memo over variables that are bound after it, bound twice, or changed in place."""

import streamlit as st

from lattice import memo, signal

base = signal(1)
early = memo(lambda: base.value + late)
scale = 1
scaled = memo(lambda: base.value * scale)
data = {"n": 0}
held = memo(lambda: base.value + data["n"])
late = st.slider("late", 0, 5, 1)
scale = st.slider("scale", 1, 5, 1)
data["n"] = st.number_input("n", 0, 9, 0)


def helper() -> int:
    return late * 100


@memo
def through_helper() -> int:
    return base.value + helper()


st.write(early(), scaled(), held(), through_helper())
st.checkbox("unrelated")
