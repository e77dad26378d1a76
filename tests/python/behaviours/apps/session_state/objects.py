# Objects of classes of the script live in the session from run to run.
# > click add
# > n=2
# > click add
# > click remove
# > n=0
from dataclasses import dataclass, field

import streamlit as st

state = st.session_state


@dataclass
class Line:
    name: str
    amount: int = 1


@dataclass
class Cart:
    lines: list = field(default_factory=list)

    def add(self, name, amount):
        self.lines.append(Line(name, amount))

    @property
    def total(self):
        return sum(line.amount for line in self.lines)


if "cart" not in state:
    state.cart = Cart()
cart = state.cart
n = st.slider("n", 0, 5, 1)
if st.button("add"):
    cart.add(f"thing {len(cart.lines)}", n)
if st.button("remove") and cart.lines:
    cart.lines.pop()
for line in cart.lines:
    st.write(line.name, line.amount * n)
st.metric("total", cart.total)
