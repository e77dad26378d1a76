"""Async data: all stations are asked at once, each card changes when its own answer is a new one.

    lattice run samples/signal_weather.py -- --live

Without `--live` the stations are asked when a button is clicked. Under plain Streamlit a page shows
what came in between when it is clicked next.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from dataclasses import dataclass

import streamlit as st
from lattice import Memo, Signal, memo, signal

# Degrees of each hour of a short day; the delay of the answer in seconds.
CURVES = {
    "Harbour": (0.02, (9.0, 9.0, 11.5, 14.0, 14.0, 12.0)),
    "Hill": (0.05, (4.0, 5.5, 8.0, 8.0, 7.0, 4.0)),
    "Old town": (0.01, (10.0, 12.0, 16.0, 19.5, 17.0, 12.0)),
}


@dataclass
class Station:
    name: str
    degrees: Signal[float]


@dataclass
class Weather:
    """What was heard last, for all sessions."""

    hour: Signal[int]
    stations: list[Station]
    warmest: Memo[str]


async def ask(station: Station, hour: int) -> None:
    """As a slow service would answer."""
    delay, curve = CURVES[station.name]
    await asyncio.sleep(delay)
    station.degrees.value = curve[hour % len(curve)]


async def ask_all(shared: Weather, hour: int) -> None:
    await asyncio.gather(*(ask(station, hour) for station in shared.stations))
    shared.hour.value = hour


async def follow(shared: Weather) -> None:
    while True:
        await asyncio.sleep(1)
        await ask_all(shared, shared.hour.value + 1)


@st.cache_resource
def weather() -> Weather:
    stations = [Station(name, signal(curve[0])) for name, (_, curve) in CURVES.items()]
    warmest = memo(lambda: max(stations, key=lambda station: station.degrees.value).name)
    shared = Weather(signal(0), stations, warmest)
    if "--live" in sys.argv:
        threading.Thread(target=lambda: asyncio.run(follow(shared)), daemon=True).start()
    return shared


def next_hour() -> None:
    shared = weather()
    asyncio.run(ask_all(shared, shared.hour.value + 1))


def midnight() -> None:
    asyncio.run(ask_all(weather(), 0))


shared = weather()
st.title("Weather")
left, right = st.columns(2)
left.button("Next hour", on_click=next_hour)
right.button("Midnight", on_click=midnight)
fahrenheit = st.toggle("Fahrenheit")

st.write(f"Hour {shared.hour.value}. Warmest: {shared.warmest()}.")
for column, station in zip(st.columns(len(CURVES)), shared.stations, strict=True):
    degrees = station.degrees.value
    column.metric(station.name, f"{degrees * 1.8 + 32:.1f} °F" if fahrenheit else f"{degrees} °C")
