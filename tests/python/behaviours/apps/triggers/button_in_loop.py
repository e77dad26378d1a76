# Buttons of a loop, keyed by what they stand for; deleting one keeps the others.
# > click delete b
# > n=2
# > click delete a
# > click add
# > click delete n0
import streamlit as st

state = st.session_state
if "rows" not in state:
    state.rows = ["a", "b", "c"]
n = st.slider("n", 0, 5)


def delete(row):
    state.rows.remove(row)


for row in state.rows:
    left, right = st.columns([3, 1])
    left.text_input("text", row, key=f"text-{row}")
    right.button(f"delete {row}", key=f"delete {row}", on_click=delete, args=(row,))
if st.button("add"):
    state.rows.append(f"n{len(state.rows) - 1}")
    st.rerun()
st.write(state.rows, n)
