"""Runs a script beside the incremental one as Streamlit would, and compares what both show."""
