"""A portfolio of four assets: prices, weights, risk and a row of figures for each."""

import numpy as np
import pandas as pd
import streamlit as st

ASSETS = {
    "Shares": (0.07, 0.16),
    "Bonds": (0.025, 0.05),
    "Gold": (0.04, 0.14),
    "Property": (0.05, 0.1),
}
DAYS = 252


@st.cache_data
def returns_of(years: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    market = rng.normal(0, 1, years * DAYS)
    columns = {}
    for place, (name, (mean, risk)) in enumerate(ASSETS.items()):
        own = rng.normal(0, 1, years * DAYS)
        mixed = 0.5 * market + np.sqrt(0.75) * own if place != 2 else own
        columns[name] = mean / DAYS + risk / np.sqrt(DAYS) * mixed
    return pd.DataFrame(columns, index=pd.bdate_range("2015-01-01", periods=years * DAYS))


st.set_page_config(page_title="Portfolio", layout="wide")
st.title("Portfolio")

years = st.sidebar.slider("Years", 1, 10, 5)
seed = st.sidebar.number_input("Scenario", 1, 50, 4)
amount = st.sidebar.number_input("Invested (€)", 1_000, 1_000_000, 10_000, step=1_000)
percent = st.sidebar.checkbox("Show gains instead of values")

returns = returns_of(years, seed)

st.subheader("Weights")
weights = {}
for column, name in zip(st.columns(len(ASSETS)), ASSETS, strict=True):
    with column:
        weights[name] = st.slider(name, 0, 100, 25, key=f"weight_{name}")
total = sum(weights.values())
if total == 0:
    st.error("Give at least one asset a weight.")
    st.stop()
share = pd.Series(weights) / total

df = (1 + returns).cumprod() * 100
df["Portfolio"] = (1 + returns @ share).cumprod() * 100
df["Peak"] = df["Portfolio"].cummax()
df["Drawdown"] = df["Portfolio"] / df["Peak"] - 1

daily = df["Portfolio"].pct_change().dropna()
annual = (df["Portfolio"].iloc[-1] / 100) ** (1 / years) - 1
risk = daily.std() * np.sqrt(DAYS)

value, growth, spread, worst = st.columns(4)
value.metric("Value today", f"{amount * df['Portfolio'].iloc[-1] / 100:,.0f} €")
growth.metric("Growth a year", f"{annual:.1%}")
spread.metric("Risk a year", f"{risk:.1%}")
worst.metric("Worst fall", f"{df['Drawdown'].min():.1%}")

shown = df[[*ASSETS, "Portfolio"]].copy()
if percent:
    shown -= 100
shown = shown.resample("W").last()
st.line_chart(shown)

st.subheader("Assets")
for name in ASSETS:
    with st.expander(f"{name}: {share[name]:.0%}", expanded=share[name] >= 0.25):
        left, middle, right = st.columns([1, 1, 3])
        final = df[name].iloc[-1]
        left.metric("Value", f"{final:,.1f}", f"{final - 100:+.1f}")
        middle.metric("Risk", f"{returns[name].std() * np.sqrt(DAYS):.1%}")
        right.area_chart(df[name].resample("ME").last(), height=160)

st.subheader("Yearly returns")
yearly = returns.groupby(returns.index.year).apply(lambda part: (1 + part).prod() - 1)
yearly["Portfolio"] = yearly @ share
yearly.index.name = "year"
st.dataframe(yearly.style.format("{:.1%}"))

matrix = returns.corr().to_numpy(copy=True)
np.fill_diagonal(matrix, np.nan)
low, high = np.nanmin(matrix), np.nanmax(matrix)
st.caption(f"Correlations between the assets lie from {low:.2f} to {high:.2f}.")
