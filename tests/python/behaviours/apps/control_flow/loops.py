# Loops over data with break, continue, else and nested drawing.
# > limit=3
# > skip=true
# > limit=9
# > columns=2
import streamlit as st

data = {"a": [1, 2, 3], "b": [], "c": [4, 5]}
limit = st.slider("limit", 0, 9, 5)
skip = st.checkbox("skip")
columns = st.number_input("columns", 1, 3, 1)
total = 0
for name, values in data.items():
    if skip and not values:
        continue
    with st.expander(name):
        for value in values:
            if value > limit:
                st.write("too much")
                break
            total += value
            st.write(value, total)
        else:
            st.write("complete")
for start in range(0, len(data), columns):
    for column, name in zip(st.columns(columns), list(data)[start : start + columns]):
        column.metric(name, len(data[name]))
while total > limit:
    total -= 3
st.write("total", total)
