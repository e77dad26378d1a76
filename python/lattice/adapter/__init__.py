"""Streamlit's side of the engine: recording, replaying, and running scripts incrementally."""
