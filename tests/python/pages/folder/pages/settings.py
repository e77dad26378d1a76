# A page with a form, a callback and a print.
import streamlit as st

st.title("Settings")


def saved():
    st.session_state.saves = st.session_state.get("saves", 0) + 1


with st.form("names", clear_on_submit=False):
    first = st.text_input("first")
    last = st.text_input("last", "Doe")
    st.form_submit_button("save", on_click=saved)
full = f"{first} {last}".strip()
st.write("name", full, "saves", st.session_state.get("saves", 0))
level = st.radio("level", ["low", "high"])
print("level", level)
if level == "high":
    st.number_input("threshold", 0, 100, 50, key="threshold")
    st.write("threshold", st.session_state.threshold)
if st.button("home"):
    st.switch_page("app.py")
