# One widget for each round; the number of rounds changes, rows are removed in the middle.
import streamlit as st

if "rows" not in st.session_state:
    st.session_state.rows = [0, 1, 2]
    st.session_state.next = 3
if st.button("add"):
    st.session_state.rows.append(st.session_state.next)
    st.session_state.next += 1
total = 0
for row in list(st.session_state.rows):
    a, b, c = st.columns(3)
    a.write(f"row {row}")
    amount = b.number_input("amount", 0, 9, row, key=f"amount{row}")
    if c.button("remove", key=f"remove{row}"):
        st.session_state.rows.remove(row)
        continue
    total += amount
    if amount > 5:
        st.caption("large")
st.write("total", total, st.session_state.rows)
for i in range(3):
    if st.checkbox(f"tick {i}"):
        st.write("ticked", i)
        break
else:
    st.write("no tick")
