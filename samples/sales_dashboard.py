"""A sales dashboard: sidebar filters, key figures and charts in tabs."""

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import streamlit as st

REGIONS = ["North", "South", "East", "West"]
PRODUCTS = {"Laptop": 1150.0, "Phone": 640.0, "Tablet": 420.0, "Monitor": 260.0, "Headset": 85.0}
SEGMENTS = ["Consumer", "Business", "Public"]

st.set_page_config(page_title="Sales dashboard", page_icon=":bar_chart:", layout="wide")


@st.cache_data
def load_sales() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    rows = 6_000
    days = pd.date_range("2023-01-01", "2024-12-31", freq="D")
    day = rng.integers(0, len(days), rows)
    product = rng.choice(list(PRODUCTS), rows, p=[0.18, 0.3, 0.17, 0.2, 0.15])
    season = 1 + 0.3 * np.sin(2 * np.pi * day / 365.25)
    units = rng.poisson(2.5 * season) + 1
    price = pd.Series(product).map(PRODUCTS).to_numpy() * rng.normal(1.0, 0.06, rows)
    return pd.DataFrame(
        {
            "date": days[day],
            "region": rng.choice(REGIONS, rows, p=[0.35, 0.2, 0.25, 0.2]),
            "segment": rng.choice(SEGMENTS, rows),
            "product": product,
            "units": units,
            "revenue": (units * price).round(2),
            "rating": rng.choice([1, 2, 3, 4, 5], rows, p=[0.03, 0.07, 0.2, 0.4, 0.3]),
        }
    ).sort_values("date", ignore_index=True)


sales = load_sales()

# Filters -------------------------------------------------------------------------------------
st.sidebar.header("Filters")
regions = st.sidebar.multiselect("Regions", REGIONS, default=REGIONS)
products = st.sidebar.multiselect("Products", list(PRODUCTS), default=list(PRODUCTS))
first, last = st.sidebar.select_slider(
    "Months",
    options=[str(p) for p in pd.period_range("2023-01", "2024-12", freq="M")],
    value=("2023-07", "2024-12"),
)
segment = st.sidebar.radio("Segment", ["All", *SEGMENTS])

mask = sales["region"].isin(regions) & sales["product"].isin(products)
mask &= sales["date"].dt.strftime("%Y-%m").between(first, last)
if segment != "All":
    mask &= sales["segment"] == segment
selected = sales[mask].copy()
selected["month"] = selected["date"].dt.to_period("M").dt.to_timestamp()
selected["price"] = selected["revenue"] / selected["units"]

st.title("Sales dashboard")
st.caption(f"{len(selected):,} of {len(sales):,} orders, {first} to {last}")

if selected.empty:
    st.info("No order matches these filters.")
    st.stop()

# Key figures ---------------------------------------------------------------------------------
monthly = selected.groupby("month", as_index=False)[["revenue", "units"]].sum()
growth = monthly["revenue"].pct_change().iloc[-1] if len(monthly) > 1 else 0.0
col1, col2, col3, col4 = st.columns(4)
col1.metric("Revenue", f"{selected['revenue'].sum():,.0f} €", f"{growth:+.1%} last month")
col2.metric("Units", f"{selected['units'].sum():,}")
col3.metric("Average order", f"{selected['revenue'].mean():,.0f} €")
col4.metric("Rating", f"{selected['rating'].mean():.2f}")

# Charts --------------------------------------------------------------------------------------
trend, mix, regional, table = st.tabs(["Trend", "Products", "Regions", "Orders"])

with trend:
    window = st.slider("Moving average (months)", 1, 6, 3)
    monthly["average"] = monthly["revenue"].rolling(window, min_periods=1).mean()
    fig = go.Figure()
    fig.add_bar(x=monthly["month"], y=monthly["revenue"], name="Revenue")
    fig.add_scatter(x=monthly["month"], y=monthly["average"], name=f"{window}-month average")
    fig.update_layout(height=380, margin={"t": 20, "b": 20}, legend={"orientation": "h"})
    st.plotly_chart(fig, key="trend_chart")

with mix:
    left, right = st.columns([2, 1])
    measure = right.radio("Measure", ["revenue", "units"], format_func=str.title)
    by_product = selected.groupby("product", as_index=False)[["revenue", "units"]].sum()
    by_product = by_product.sort_values(measure, ascending=False)
    pie = px.pie(by_product, names="product", values=measure, hole=0.45)
    pie.update_layout(height=380, margin={"t": 20, "b": 20})
    left.plotly_chart(pie, key="mix_chart")
    best = by_product.iloc[0]
    right.success(f"Best seller: **{best['product']}**")
    right.dataframe(by_product, hide_index=True)

with regional:
    stacked = selected.groupby(["month", "region"], as_index=False)["revenue"].sum()
    area = px.area(stacked, x="month", y="revenue", color="region")
    area.update_layout(height=340, margin={"t": 20, "b": 20})
    st.plotly_chart(area, key="region_chart")
    heat = selected.pivot_table(
        index="product", columns="region", values="revenue", aggfunc="sum", fill_value=0
    )
    st.plotly_chart(px.imshow(heat, text_auto=".2s", aspect="auto"), key="heat_chart")

with table:
    count = st.number_input("Rows", 5, 200, 20, step=5)
    order = st.selectbox("Sort by", ["date", "revenue", "units", "rating"])
    columns = ["date", "region", "segment", "product", "units", "price", "revenue", "rating"]
    st.dataframe(
        selected.sort_values(order, ascending=False).head(count)[columns],
        hide_index=True,
        column_config={
            "date": st.column_config.DateColumn("Date"),
            "price": st.column_config.NumberColumn("Unit price", format="%.2f €"),
            "revenue": st.column_config.NumberColumn("Revenue", format="%.2f €"),
            "rating": st.column_config.ProgressColumn(
                "Rating", min_value=0, max_value=5, format="%d"
            ),
        },
    )
    st.download_button(
        "Download selection", selected.to_csv(index=False), "sales.csv", on_click="ignore"
    )
