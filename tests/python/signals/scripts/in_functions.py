"""Signals made, read and written in functions, loops and containers."""

from dataclasses import dataclass, field

import streamlit as st

from lattice import Memo, Signal, memo, signal, untrack


@dataclass
class Model:
    price: Signal[float] = field(default_factory=lambda: signal(10.0))
    amount: Signal[int] = field(default_factory=lambda: signal(1))

    def __post_init__(self) -> None:
        self.total: Memo[float] = memo(lambda: self.price.value * self.amount.value)


@st.cache_resource
def shared() -> Signal[int]:
    return signal(7)


def draw(model: Model, title: str) -> None:
    st.write(title, model.total(), model.amount.peek())
    if st.button(f"more {title}"):
        model.amount.value += 1
        st.write("now", model.total())


model = Model()
amount = st.slider("amount", 1, 5, 1)
draw(model, "first")
model.amount.value = amount
draw(model, "second")
cells = {name: signal(i) for i, name in enumerate("abc")}
for name, cell in cells.items():
    st.write(name, cell.value + shared().value)
st.write(untrack(lambda: sum(cell.value for cell in cells.values())))
if st.checkbox("raise"):
    shared().value = 8
else:
    shared().value = 7
