"""A memo that fails for some values, caught and not caught."""

import streamlit as st

from lattice import MemoWriteError, memo, signal

divisor = st.slider("divisor", 0, 3, 1)
source = signal(divisor)
inverse = memo(lambda: 12 / source.value)
try:
    st.write("inverse", inverse())
except ZeroDivisionError as error:
    st.write("failed", str(error))
bad = memo(lambda: source.set(1))
try:
    bad()
except MemoWriteError:
    st.write("refused")
if st.checkbox("uncaught"):
    st.write(inverse())
st.write("end")
