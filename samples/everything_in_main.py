"""A house-price explorer in the style many apps have: everything in main(), helpers that draw."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

DISTRICTS = {"Harbour": 5200, "Old Town": 6100, "Hillside": 4300, "Station": 3700}


@st.cache_data
def load_houses(seed: int = 11, rows: int = 800) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    district = rng.choice(list(DISTRICTS), rows)
    area = rng.normal(95, 28, rows).clip(30, 220)
    rooms = (area / 24 + rng.normal(0, 0.7, rows)).round().clip(1, 9).astype(int)
    year = rng.integers(1900, 2024, rows)
    base = np.array([DISTRICTS[name] for name in district])
    price = area * base * (1 + (year - 1960) / 600) + rng.normal(0, 30_000, rows)
    return pd.DataFrame(
        {
            "district": district,
            "area": area.round(1),
            "rooms": rooms,
            "year": year,
            "price": price.clip(40_000).round(-3).astype(int),
        }
    )


def choose_filters(houses: pd.DataFrame) -> dict:
    """Draw the sidebar and return what was chosen."""
    with st.sidebar:
        st.header("Search")
        chosen = {
            "districts": st.multiselect("District", list(DISTRICTS), default=list(DISTRICTS)),
            "area": st.slider("Area (m²)", 30, 220, (50, 160)),
            "rooms": st.number_input("At least rooms", 1, 9, 2),
            "new_only": st.checkbox("Built after 1980"),
        }
        st.caption(f"{len(houses)} houses on offer")
    return chosen


def apply_filters(houses: pd.DataFrame, chosen: dict) -> pd.DataFrame:
    low, high = chosen["area"]
    found = houses[houses["district"].isin(chosen["districts"])]
    found = found[found["area"].between(low, high) & (found["rooms"] >= chosen["rooms"])]
    if chosen["new_only"]:
        found = found[found["year"] > 1980]
    return found


def fit_line(x: pd.Series, y: pd.Series) -> tuple[float, float]:
    slope, offset = np.polyfit(x, y, 1)
    return float(slope), float(offset)


def show_summary(found: pd.DataFrame) -> None:
    left, middle, right = st.columns(3)
    left.metric("Matches", len(found))
    middle.metric("Median price", f"{found['price'].median() / 1000:,.0f} k€")
    right.metric("Median per m²", f"{(found['price'] / found['area']).median():,.0f} €")


def show_scatter(found: pd.DataFrame) -> None:
    colour = st.selectbox("Colour by", ["district", "rooms", "year"])
    opacity = st.slider("Opacity", 0.1, 1.0, 0.6)
    slope, offset = fit_line(found["area"], found["price"])
    ends = pd.DataFrame({"area": [found["area"].min(), found["area"].max()]})
    ends["price"] = slope * ends["area"] + offset
    kind = "N" if colour == "district" else "Q"
    points = (
        alt.Chart(found)
        .mark_circle(opacity=opacity)
        .encode(x="area:Q", y="price:Q", color=f"{colour}:{kind}", tooltip=list(found.columns))
    )
    line = alt.Chart(ends).mark_line(color="black", strokeDash=[6, 4]).encode(x="area", y="price")
    st.altair_chart(points + line)
    st.caption(f"One more square metre costs about {slope:,.0f} €.")


def show_districts(found: pd.DataFrame) -> None:
    for district, group in found.groupby("district"):
        with st.expander(f"{district}: {len(group)} houses"):
            st.write(f"From {group['price'].min():,} € to {group['price'].max():,} €")
            st.bar_chart(group.groupby("rooms")["price"].mean())


def show_estimate(houses: pd.DataFrame) -> None:
    with st.form("estimate"):
        st.write("What is my house worth?")
        district = st.selectbox("Where", list(DISTRICTS))
        area = st.number_input("How large (m²)", 20.0, 300.0, 90.0)
        asked = st.form_submit_button("Estimate")
    if asked:
        same = houses[houses["district"] == district]
        slope, offset = fit_line(same["area"], same["price"])
        st.success(f"About {slope * area + offset:,.0f} €")


def main() -> None:
    st.set_page_config(page_title="House prices", layout="wide")
    st.title("House prices")
    houses = load_houses()
    chosen = choose_filters(houses)
    found = apply_filters(houses, chosen)
    if len(found) < 3:
        st.warning("Too few houses match. Loosen the filters.")
        return
    show_summary(found)
    view = st.radio("View", ["Scatter", "Districts", "Estimate", "Table"], horizontal=True)
    if view == "Scatter":
        show_scatter(found)
    elif view == "Districts":
        show_districts(found)
    elif view == "Estimate":
        show_estimate(houses)
    else:
        st.dataframe(found.sort_values("price"), hide_index=True)


if __name__ == "__main__":
    main()
