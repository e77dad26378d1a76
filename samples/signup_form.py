"""Sign-up for a workshop: a form with validation, and the list of entries in session_state."""

import datetime as dt
import re

import pandas as pd
import streamlit as st

WORKSHOPS = {"Pottery": 3, "Bookbinding": 4, "Woodcut": 2}
FIRST_DAY, LAST_DAY = dt.date(2025, 3, 1), dt.date(2025, 3, 31)

st.set_page_config(page_title="Workshop sign-up")

if "entries" not in st.session_state:
    st.session_state.entries = []
if "rejected" not in st.session_state:
    st.session_state.rejected = 0


def problems(entry: dict, entries: list[dict]) -> list[str]:
    found = []
    if len(entry["name"]) < 2:
        found.append("Please give your name.")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", entry["mail"]):
        found.append("This is not a mail address.")
    elif any(other["mail"] == entry["mail"] for other in entries):
        found.append("This address has signed up already.")
    taken = sum(other["workshop"] == entry["workshop"] for other in entries)
    if taken >= WORKSHOPS[entry["workshop"]]:
        found.append(f"{entry['workshop']} is full.")
    if entry["day"].weekday() == 6:
        found.append("We are closed on Sundays.")
    if not entry["agreed"]:
        found.append("Please accept the house rules.")
    return found


def remove_last() -> None:
    if st.session_state.entries:
        st.session_state.entries.pop()


st.title("Workshop sign-up")

with st.form("signup", clear_on_submit=False):
    left, right = st.columns(2)
    name = left.text_input("Name")
    mail = right.text_input("Mail")
    workshop = left.selectbox("Workshop", list(WORKSHOPS))
    day = right.date_input("Day", FIRST_DAY, min_value=FIRST_DAY, max_value=LAST_DAY)
    level = st.select_slider("Experience", ["none", "some", "much"])
    diet = st.multiselect("Lunch", ["vegetarian", "vegan", "no nuts", "no milk"])
    agreed = st.checkbox("I accept the house rules")
    sent = st.form_submit_button("Sign up", type="primary")

if sent:
    entry = {
        "name": name.strip(),
        "mail": mail.strip().lower(),
        "workshop": workshop,
        "day": day,
        "level": level,
        "diet": ", ".join(diet),
        "agreed": agreed,
    }
    errors = problems(entry, st.session_state.entries)
    for error in errors:
        st.error(error)
    if errors:
        st.session_state.rejected += 1
    else:
        st.session_state.entries.append(entry)
        st.success(f"Welcome, {entry['name']}! See you on {day:%d %B}.")

st.subheader("Places")
columns = st.columns(len(WORKSHOPS))
for column, (title, places) in zip(columns, WORKSHOPS.items(), strict=True):
    free = places - sum(entry["workshop"] == title for entry in st.session_state.entries)
    column.metric(title, f"{free} free", f"of {places}", delta_color="off")

st.subheader("Entries")
if st.session_state.entries:
    table = pd.DataFrame(st.session_state.entries).drop(columns="agreed")
    only = st.segmented_control("Show", ["All", *WORKSHOPS], default="All")
    if only and only != "All":
        table = table[table["workshop"] == only]
    st.dataframe(table, hide_index=True)
    st.button("Remove last entry", on_click=remove_last)
else:
    st.info("Nobody has signed up yet.")
st.caption(f"{st.session_state.rejected} rejected attempts")
