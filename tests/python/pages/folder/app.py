# The older kind of app: a main script and a folder of pages.
import pandas as pd
import streamlit as st

state = st.session_state
state.setdefault("orders", [])
st.title("Shop")
kind = st.selectbox("kind", ["tea", "coffee", "cocoa"], key="kind")
amount = st.slider("amount", 1, 9, 2)
price = {"tea": 3, "coffee": 4, "cocoa": 5}[kind]
st.write("price", price * amount)
if st.button("order"):
    state.orders.append((kind, amount))
table = pd.DataFrame(state.orders, columns=["kind", "amount"])
st.dataframe(table)
with st.sidebar:
    st.checkbox("details", key="details")
    if state.details:
        st.write("orders", len(state.orders))
if st.button("to the report"):
    st.switch_page("pages/report.py")
st.page_link("pages/report.py", label="report")
