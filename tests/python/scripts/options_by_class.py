"""Trap: the widgets of the last run format their values with the variables of that run."""

from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st


@dataclass(frozen=True)
class Town:
    name: str


class River(NamedTuple):
    name: str


towns = [Town("Aa"), Town("Bern"), Town("Chur")]
codes = {town: town.name[:1] for town in towns}
rivers = [River("Rhine"), River("Aare")]
lengths = {river: len(river.name) for river in rivers}


def by_code(town):
    return f"{codes[town]}: {town.name}"


def by_length(river):
    return f"{river.name} ({lengths[river]})"


st.write(st.selectbox("town", towns, format_func=by_code).name)
st.write(st.radio("river", rivers, format_func=by_length).name)
st.write([town.name for town in st.multiselect("towns", towns, format_func=by_code)])
st.write(st.selectbox("keyed", towns, 1, format_func=by_code, key="keyed").name)
st.slider("level", 0, 5)
names = {"x": "first", "y": "second"} if st.toggle("other names") else {"x": "eins", "y": "zwei"}
st.write(st.selectbox("named", ["x", "y"], format_func=lambda key: names[key]))
st.write(st.pills("pill", ["x", "y"], format_func=names.get))
