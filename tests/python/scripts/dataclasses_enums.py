# Dataclasses, enums, named tuples and typed dicts kept in session_state.
import enum
from collections import namedtuple
from dataclasses import dataclass, field, replace

import streamlit as st


class Colour(enum.Enum):
    RED = 1
    GREEN = 2
    BLUE = 3


@dataclass
class Order:
    item: str
    count: int = 1
    tags: list = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Point:
    x: int
    y: int = 0


Pair = namedtuple("Pair", "left right")
colour = st.selectbox("colour", list(Colour), format_func=lambda c: c.name)
st.write(colour.name, colour.value, colour.name == "RED")
order = Order("tea", st.number_input("count", 1, 5, 1))
if st.checkbox("tag it"):
    order.tags.append(colour.name)
st.write(order.item, order.count, order.tags, order == Order("tea"))
other = replace(order, item="cake")
other.tags.append("shared")
st.write(order.tags, other)
points = sorted([Point(3), Point(1, order.count), Point(1)])
st.write(str(points), len({Point(1), Point(1, 0)}))
pair = Pair(order.count, points[0].x)
st.write(pair._asdict(), pair.left + pair.right)
if "saved" not in st.session_state:
    st.session_state.saved = []
if st.button("save"):
    st.session_state.saved.append((order.item, order.count))
st.write(st.session_state.saved)
