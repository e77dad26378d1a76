# Values of a form arrive together; clear_on_submit; a callback of a form.
import streamlit as st

state = st.session_state
state.setdefault("orders", [])


def submitted():
    state.orders.append((state.item, state.amount))


with st.form("order"):
    st.selectbox("item", ["tea", "cake", "pie"], key="item")
    st.number_input("amount", 1, 9, 1, key="amount")
    extra = st.checkbox("extra")
    sent = st.form_submit_button("send", on_click=submitted)
if sent:
    st.success(f"sent {state.item} {extra}")
st.write(state.orders)
form = st.form("notes", clear_on_submit=True)
note = form.text_input("note")
if form.form_submit_button("keep"):
    state.note = note
st.write(state.get("note", "no note"), note)
outside = st.slider("outside", 0, 5)
st.write(outside, len(state.orders))
