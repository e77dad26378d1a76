"""A form model: fields are signals, checks are memos, the page shows what they say."""

from __future__ import annotations

import streamlit as st
from lattice import Memo, Signal, memo, signal


class Signup:
    """What the user has typed and what is wrong with it."""

    def __init__(self) -> None:
        self.name: Signal[str] = signal("")
        self.mail: Signal[str] = signal("")
        self.seats: Signal[int] = signal(1)
        self.sent: Signal[tuple[str, ...]] = signal(())
        self.errors: Memo[tuple[str, ...]] = memo(self._errors)
        self.price: Memo[int] = memo(lambda: 20 * self.seats.value - self.discount())
        self.discount: Memo[int] = memo(lambda: 10 if self.seats.value >= 5 else 0)

    def _errors(self) -> tuple[str, ...]:
        found = []
        if not self.name.value.strip():
            found.append("A name is needed.")
        if "@" not in self.mail.value:
            found.append("That is no mail address.")
        return tuple(found)

    def submit(self) -> None:
        if not self.errors():
            self.sent.value = (*self.sent.value, f"{self.name.value}: {self.seats.value}")


if "signup" not in st.session_state:
    st.session_state.signup = Signup()
form: Signup = st.session_state.signup


def take() -> None:
    """Copy the widgets into the model, before the script runs."""
    form.name.value = st.session_state.name
    form.mail.value = st.session_state.mail
    form.seats.value = st.session_state.seats


st.title("Sign up")
st.text_input("Name", key="name", on_change=take)
st.text_input("Mail", key="mail", on_change=take)
st.number_input("Seats", 1, 9, 1, key="seats", on_change=take)

for error in form.errors():
    st.warning(error)
st.write(f"Price: {form.price()} (discount {form.discount()})")
st.button("Send", on_click=form.submit)
for line in form.sent.value:
    st.success(line)
