"""A live dashboard: a thread writes prices, every open page follows without polling.

    lattice run samples/signal_dashboard.py -- --live

Without `--live` the prices move with the button. Under plain Streamlit a page shows what the thread
has written when it is clicked next.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from dataclasses import dataclass, field

import streamlit as st
from lattice import Memo, Signal, batch, memo, signal

NAMES = ("Copper", "Nickel", "Zinc")
KEPT = 60


@dataclass
class Market:
    """Prices that all sessions share."""

    prices: dict[str, Signal[float]]
    history: Signal[tuple[float, ...]]
    index: Memo[float]
    rng: random.Random = field(default_factory=lambda: random.Random(1))

    def move(self) -> None:
        """All prices move; for the pages that is one change."""
        with batch():
            for price in self.prices.values():
                price.value = round(price.value * self.rng.uniform(0.98, 1.02), 2)
            self.history.value = (*self.history.value, self.index())[-KEPT:]

    def reset(self) -> None:
        with batch():
            for price in self.prices.values():
                price.value = 100.0
            self.history.value = ()
        self.rng.seed(1)


def follow(shared: Market) -> None:
    while True:
        time.sleep(0.5)
        shared.move()


@st.cache_resource
def market() -> Market:
    prices = {name: signal(100.0) for name in NAMES}
    index = memo(lambda: round(sum(price.value for price in prices.values()) / len(prices), 2))
    shared = Market(prices, signal(()), index)
    if "--live" in sys.argv:
        threading.Thread(target=follow, args=(shared,), daemon=True).start()
    return shared


def crash() -> None:
    """Change one price from a callback: the other tabs see it, too."""
    price = market().prices[NAMES[0]]
    price.value = round(price.value * 0.9, 2)


shared = market()
st.title("Metals")
left, middle, right = st.columns(3)
left.button("Move", on_click=shared.move)
middle.button("Crash", on_click=crash)
right.button("Reset", on_click=shared.reset)

for column, name in zip(st.columns(len(NAMES)), NAMES, strict=True):
    column.metric(name, f"{shared.prices[name].value:.2f}")
limit = st.slider("Warn below", 50, 150, 80)
if shared.index() < limit:
    st.warning(f"The index {shared.index():.2f} is below {limit}.")
else:
    st.success(f"The index is {shared.index():.2f}.")
if shared.history.value:
    st.line_chart(list(shared.history.value))
