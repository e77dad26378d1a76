"""Differential test driver: the same clicks on stock Streamlit and on Lattice, compared."""
