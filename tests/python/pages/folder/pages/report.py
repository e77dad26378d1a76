# A page of its own: widgets of the same labels, state shared with the main script.
import pandas as pd
import streamlit as st
from prices import PRICES, total

orders = st.session_state.get("orders", [])
st.title("Report")
kind = st.selectbox("kind", ["all", *PRICES], key="kind_of_report")
amount = st.slider("amount", 0, 9, 0)


def matching(entries, name, least):
    return [entry for entry in entries if name in ("all", entry[0]) and entry[1] >= least]


def show(entries):
    left, right = st.columns(2)
    left.metric("orders", len(entries))
    right.metric("total", total(entries))
    for name, count in entries:
        st.write(f"{count} x {name}")


found = matching(orders, kind, amount)
show(found)
with st.expander("table"):
    st.dataframe(pd.DataFrame(found, columns=["kind", "amount"]))
if st.button("drop the last") and orders:
    orders.pop()
    st.rerun()
st.sidebar.write("of", len(orders))
st.page_link("app.py", label="back")
