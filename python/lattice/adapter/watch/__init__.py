"""Seams in Streamlit and Python through which cells are observed."""
