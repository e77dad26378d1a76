# Methods, properties, class variables, inheritance, operators and `__call__` that draw.
# > n=3
# > kind=special
# > n=4
# > kind=plain
import streamlit as st


class Card:
    made = 0
    colours = []

    def __init__(self, title, value):
        self.title, self.value = title, value
        type(self).made += 1
        Card.colours.append(title)

    def draw(self):
        with st.container(border=True):
            st.subheader(self.title)
            self.body()

    def body(self):
        st.write("value", self.value, self.double)

    @property
    def double(self):
        return self.value * 2

    @classmethod
    def of(cls, value):
        return cls(f"of {value}", value)

    @staticmethod
    def line(text):
        st.caption(text)

    def __add__(self, other):
        return Card("sum", self.value + other.value)

    def __call__(self, times):
        for _ in range(times):
            self.line(self.title)


class Special(Card):
    def body(self):
        super().body()
        st.info(f"special {self.value}")

    def __len__(self):
        return self.value


n = st.slider("n", 0, 5, 1)
kind = st.radio("kind", ["plain", "special"])
card = (Special if kind == "special" else Card).of(n)
card.draw()
(card + Card("two", 2)).draw()
card(n % 3)
if isinstance(card, Special) and card:
    st.write("long", len(card))
st.write(Card.made, Special.made, Card.colours)
