"""Objects changed in place while cells are skipped: aliases, loops, classes, callbacks, fragments."""

from collections import Counter, defaultdict, deque

import streamlit as st


class Cart:
    limit = 3

    def __init__(self, owner):
        self.owner = owner
        self.items = []
        self.total = 0

    def add(self, item):
        self.items.append(item)
        self.total += len(item)


class Named(list):
    pass


def remember(cart, item):
    cart.add(item)
    st.session_state.log = [*st.session_state.get("log", []), item][-4:]


first = st.slider("first", 0, 4, 1)
items = ["a"]
shelf = {"items": items, "count": 0}
st.write("fresh", items, shelf, first)
items.append("b")
shelf["count"] += first
more = st.slider("more", 0, 4, 1)
for number in range(more):
    items.append(str(number))
    st.caption(f"{number}: {shelf['items']}")
for item in items:
    if item == "a" and len(items) < 9:
        items.append("again")
    st.write("item", item)
if items[-1] == "again" and st.checkbox("pop"):
    items.pop()
st.write(shelf, items is shelf["items"])

cart = Cart("me")
cart.add("x" * first)
st.button("add", on_click=remember, args=(cart, "late"))
st.write(cart.items, cart.total, st.session_state.get("log"))
if st.checkbox("limit"):
    Cart.limit += 1
st.write(Cart.limit, cart.limit)
spare = Cart("you")
st.write("spare", spare.total)
spare.items = cart.items
spare.add("y")
st.write(cart.items, spare.total, more)

words = defaultdict(list)
words["k"].append(first)
tally = Counter("abca")
tally.update("a" * more)
last = deque(maxlen=3)
last.extend(range(first + 2))
st.write(dict(words), dict(tally), list(last))
seen = set()
seen.add(first)
seen.add(more)
named = Named([1])
named.tag = first
named.append(more)
st.write(sorted(seen), list(named), named.tag)

kept = [first]
if st.checkbox("keep"):
    st.session_state.kept = kept
kept.append(more)
st.write(kept, st.session_state.get("kept"), st.session_state.get("kept") is kept)


@st.fragment
def part(box):
    box.append(st.slider("inside", 0, 4, 1))
    st.write("part", box)


part(kept)
st.write("after", kept)


def grow(x, into=[]):
    into.append(x)
    return into


grown = grow(first)
st.write(grown)
grow(more)
st.write(grown, first)
handlers = {}
handlers["one"] = lambda: [first, *items[:2]]
handlers["two"] = lambda: len(handlers)
st.write(handlers["one"](), handlers["two"]())
last_one = st.slider("last", 0, 4, 1)
items.clear()
shelf.clear()
st.write(items, shelf, last_one)
