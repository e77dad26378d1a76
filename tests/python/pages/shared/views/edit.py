# Changes the objects of the main script in place.
import registry
import streamlit as st

state = st.session_state
name = st.text_input("name")
if st.button("add") and name:
    state.things.append(type(state.things[0])(name))
for index, item in enumerate(state.things):
    left, right = st.columns([3, 1])
    left.write(state.describe(item))
    if right.button("more", key=f"more_{index}"):
        item.count += 1
count = registry.note("edit")
st.write("noted", count, __name__, __file__.rsplit("/", 1)[-1])
state.holder.write(f"from the page {len(state.things)}")
total = sum(item.count for item in state.things)
st.metric("total", total)


def sort_items():
    state.things.sort(key=lambda item: item.count)


st.button("sort", on_click=sort_items)
