"""Trap: caches of functools forget when the script runs again; their functions draw and share."""

import functools

import streamlit as st


@functools.lru_cache
def pair(number):
    print("pair", number)
    return [number, number]


@functools.cache
def drawn(number):
    st.write("drawn once in a run", number)
    return {"number": number}


class Table:
    @functools.lru_cache(maxsize=8)  # noqa: B019
    def row(self, number):
        st.text(f"row {number}")
        return [number]


number = st.slider("number", 1, 3)
mine = pair(number)
mine.append("mine")
st.write(mine, pair(number), pair(2))
if st.checkbox("change the second"):
    pair(2).append("changed")
st.write(pair(2), pair.cache_info().hits)
drawn(number)
drawn(st.slider("another", 1, 3))["seen"] = True
st.write(drawn(1))
table = Table()
st.write(table.row(number), table.row(1))
if st.checkbox("forget"):
    pair.cache_clear()
st.write(pair(1))
