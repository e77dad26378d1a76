# Keyed widgets of a loop follow their data, whatever the order.
# > q-b=5
# > order=down
# > q-a=2
# > order=up
# > count=2
# > count=4
import streamlit as st

order = st.selectbox("order", ["up", "down"])
count = st.slider("count", 1, 4, 3)
names = sorted("abcd"[:count], reverse=order == "down")
total = 0
for name in names:
    quantity = st.number_input(f"quantity of {name}", 0, 9, 1, key=f"q-{name}")
    st.caption(f"{name}: {quantity}")
    total += quantity
st.write("total", total)
