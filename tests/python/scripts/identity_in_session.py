"""Trap: markers, functions and lists that the session keeps are not those of the next run."""

import streamlit as st

MARKER = object()
LEVELS = ["low", "high"]


def label(level):
    return f"level {level}"


class Machine:
    start = object()


state = st.session_state
if "marker" not in state:
    state.update(marker=MARKER, levels=LEVELS, label=label, start=Machine.start)
    state.machine = Machine()
st.write(state.marker is MARKER, state.levels is LEVELS, state.label is label)
st.write(state.start is Machine.start, isinstance(state.machine, Machine))
level = st.radio("level", LEVELS, format_func=label)
st.write(state.get("absent", MARKER) is MARKER, {MARKER: level}.get(state.marker, "another"))
if st.button("keep these"):
    state.update(marker=MARKER, levels=LEVELS, label=label)
shown = {label: level, state.label: "kept"}
st.write(len(shown), [state.label(level), label(level)])
