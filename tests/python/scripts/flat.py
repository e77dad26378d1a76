# A flat script: every line depends on some line above it.
import streamlit as st

st.title("Flat")
n = st.slider("n", 0, 20, 4)
squares = [i * i for i in range(n)]
total = sum(squares)
label = f"{n} squares, {total} in all"
st.write(label)
half = n // 2
st.metric("half", half, half - 3)
shown = squares if st.checkbox("all") else squares[:half]
st.table({"i": list(range(len(shown))), "square": shown})
name = st.text_input("name", "Ada")
st.markdown(f"**{name}** has {len(name)} letters")
st.caption(label.upper() if n > 10 else label)
st.json({"n": n, "half": half, "name": name})
st.code(f"n = {n}\nhalf = {half}")
