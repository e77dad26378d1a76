# Classes of the script are pickled and copied by their name in the main module.
# > n=2
# > click keep
# > n=4
import copy
import pickle
from dataclasses import dataclass
from enum import Enum

import streamlit as st


@dataclass
class Point:
    x: int
    tags: list


class Colour(Enum):
    RED = 1
    BLUE = 2


n = st.slider("n", 0, 5, 1)
point = Point(n, ["a"] * n)
data = pickle.dumps((point, Colour.BLUE))
again, colour = pickle.loads(data)
st.write(again == point, again is point, type(again) is Point, colour is Colour.BLUE)
twin = copy.deepcopy(point)
twin.tags.append("b")
st.write(point.tags, twin.tags)
if st.button("keep"):
    st.session_state.data = data
if "data" in st.session_state:
    st.write(pickle.loads(st.session_state.data)[0].x, n)
