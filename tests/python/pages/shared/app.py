# Pages and the main script change what both of them hold.
from dataclasses import dataclass

import registry
import streamlit as st

state = st.session_state


@dataclass
class Item:
    name: str
    count: int = 0


state.setdefault("things", [Item("first")])
state.setdefault("errors", 0)
items = state.things
registry.events.append("main begins")
before = len(items)
holder = st.sidebar.container()
state.holder = holder
state.describe = lambda item: f"{item.name}: {item.count}"


def summary(entries):
    return ", ".join(f"{entry.name}={entry.count}" for entry in entries)


level = st.sidebar.select_slider("level", ["low", "mid", "high"])
page = st.navigation(
    [
        st.Page("views/edit.py", title="Edit", default=True),
        st.Page("views/fail.py", title="Fail"),
        st.Page("views/steps.py", title="Steps"),
        st.Page("https://docs.streamlit.io", title="Docs"),
    ],
    position="top",
)
with st.container(border=True):
    st.subheader(page.title)
    page.run()
st.write("before", before, "after", len(items), summary(items))
holder.write(f"level {level}, events {len(registry.events)}")
registry.events.clear()
st.caption(f"{level} {page.title} {state.errors}")
