"""Counters of events that concern all sessions of the process."""

from __future__ import annotations

# How often one of Streamlit's caches was emptied; sessions that notice start from nothing.
caches = 0
