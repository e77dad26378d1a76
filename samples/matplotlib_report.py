"""A weather report: several matplotlib figures made with the object API."""

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import streamlit as st
from matplotlib.figure import Figure

STATIONS = {"Coast": (11.0, 5.5, 3.1), "Valley": (10.0, 9.5, 2.0), "Summit": (1.5, 8.0, 5.2)}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def observations(station: str, year: int) -> pd.DataFrame:
    mean, swing, wet = STATIONS[station]
    rng = np.random.default_rng([year, list(STATIONS).index(station)])
    days = pd.date_range(f"{year}-01-01", f"{year}-12-31", freq="D")
    phase = 2 * np.pi * (days.day_of_year.to_numpy() - 105) / 365.25
    noise = np.convolve(rng.normal(0, 2.8, len(days) + 4), np.ones(5) / 5, mode="valid") * 2
    rain = rng.exponential(wet * 2, len(days)) * (rng.random(len(days)) < 0.4)
    return pd.DataFrame({"temperature": mean + swing * np.sin(phase) + noise, "rain": rain}, days)


st.title("Weather report")

station = st.selectbox("Station", list(STATIONS))
year = st.slider("Year", 2015, 2024, 2022)
smooth = st.slider("Smoothing (days)", 1, 60, 14)
grid = st.checkbox("Grid", value=True)
colour = st.color_picker("Colour", "#1f77b4")

data = observations(station, year)
data["smooth"] = data["temperature"].rolling(smooth, min_periods=1, center=True).mean()
data["month"] = data.index.month
frost = int((data["temperature"] < 0).sum())

a, b, c = st.columns(3)
a.metric("Warmest day", f"{data['temperature'].max():.1f} °C")
b.metric("Frost days", frost)
c.metric("Rain", f"{data['rain'].sum():.0f} mm")

st.header("The year")
figure = Figure(figsize=(9, 5), layout="constrained")
top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
top.plot(data.index, data["temperature"], color="lightgrey", linewidth=0.8, label="daily")
top.plot(data.index, data["smooth"], color=colour, label=f"{smooth}-day mean")
top.axhline(0, color="black", linewidth=0.6)
top.set_ylabel("°C")
top.legend(loc="upper left")
bottom.bar(data.index, data["rain"], color=colour, width=1.0)
bottom.set_ylabel("mm")
bottom.xaxis.set_major_formatter(mdates.DateFormatter("%b"))
for axes in (top, bottom):
    if grid:
        axes.grid(alpha=0.3)
st.pyplot(figure)

st.header("Months")
monthly = data.groupby("month").agg(temperature=("temperature", "mean"), rain=("rain", "sum"))
monthly.index = MONTHS
left, right = st.columns(2)

boxes = Figure(figsize=(5, 3.5), layout="constrained")
axes = boxes.subplots()
axes.boxplot([data.loc[data["month"] == m, "temperature"] for m in range(1, 13)])
axes.set_xticks(range(1, 13), [name[0] for name in MONTHS])
axes.set_title("Temperature")
if grid:
    axes.grid(alpha=0.3)
left.pyplot(boxes)

climate = Figure(figsize=(5, 3.5), layout="constrained")
axes = climate.subplots()
axes.bar(MONTHS, monthly["rain"], color=colour, alpha=0.5)
axes.tick_params(axis="x", rotation=60)
twin = axes.twinx()
twin.plot(MONTHS, monthly["temperature"], color="firebrick", marker="o")
axes.set_title("Rain and temperature")
right.pyplot(climate)

with st.expander("Monthly table"):
    st.dataframe(monthly.round(1))

st.header("All stations")
overview = Figure(figsize=(9, 2.8), layout="constrained")
for axes, name in zip(overview.subplots(1, len(STATIONS), sharey=True), STATIONS, strict=True):
    other = observations(name, year)
    axes.hist(other["temperature"], bins=25, color=colour if name == station else "silver")
    axes.set_title(name)
    axes.set_xlabel("°C")
st.pyplot(overview)
