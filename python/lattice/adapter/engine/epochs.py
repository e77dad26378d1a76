"""Counters of events that concern all sessions of the process."""

from __future__ import annotations

# How often one of Streamlit's caches was emptied; sessions that notice start from nothing.
caches = 0
# How often a file was asked for that code of a script makes, between its runs.
files = 0
