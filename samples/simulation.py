"""An epidemic on a random network of contacts, simulated person by person in plain Python.

The simulation takes a noticeable time; its inputs are two sliders. Title, colour and line width
only change how its result is drawn.
"""

import random

import altair as alt
import pandas as pd
import streamlit as st

PEOPLE = 15_000
DAYS = 120
CONTACTS = 8


def simulate(infection: float, recovery: int, seed: int = 42) -> list[dict[str, int]]:
    """Counts of susceptible, infected and recovered people for every day."""
    rng = random.Random(seed)
    friends = [[rng.randrange(PEOPLE) for _ in range(CONTACTS)] for _ in range(PEOPLE)]
    days_left = [0] * PEOPLE
    immune = [False] * PEOPLE
    for person in rng.sample(range(PEOPLE), 5):
        days_left[person] = recovery
    history = []
    for day in range(DAYS):
        infected = [person for person in range(PEOPLE) if days_left[person] > 0]
        caught = set()
        for person in infected:
            for friend in friends[person]:
                exposed = not immune[friend] and days_left[friend] == 0
                if exposed and rng.random() < infection / CONTACTS:
                    caught.add(friend)
        for person in infected:
            days_left[person] -= 1
            if days_left[person] == 0:
                immune[person] = True
        for person in caught:
            days_left[person] = recovery
        sick = sum(left > 0 for left in days_left)
        recovered = sum(immune)
        history.append(
            {
                "day": day,
                "susceptible": PEOPLE - sick - recovered,
                "infected": sick,
                "recovered": recovered,
            }
        )
    return history


st.title("Epidemic")

left, right = st.columns(2)
infection = left.slider("New infections per person and day", 0.05, 1.0, 0.25, step=0.05)
recovery = right.slider("Days until recovery", 2, 30, 14)

history = pd.DataFrame(simulate(infection, recovery))
peak = history.loc[history["infected"].idxmax()]

first, second, third = st.columns(3)
first.metric("Peak", f"{peak['infected']:,} people")
second.metric("Day of the peak", int(peak["day"]))
third.metric("Never ill", f"{history['susceptible'].iloc[-1]:,} people")

curves = history.melt("day", var_name="state", value_name="people")
caption = st.text_input("Title of the chart", "People over time")
palette = st.selectbox("Colours", ["tableau10", "dark2", "set2", "category10"])
width = st.slider("Line width", 1, 8, 2)

chart = (
    alt.Chart(curves, title=caption)
    .mark_line(strokeWidth=width)
    .encode(x="day:Q", y="people:Q", color=alt.Color("state:N", scale=alt.Scale(scheme=palette)))
)
st.altair_chart(chart)

if st.checkbox("Show the numbers"):
    st.dataframe(history, hide_index=True)
