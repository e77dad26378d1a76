"""A trip planner with three pages in one file, sharing session_state."""

import pandas as pd
import streamlit as st

STOPS = pd.DataFrame(
    {
        "city": ["Porto", "Lyon", "Ghent", "Leipzig", "Krakow", "Turin"],
        "lat": [41.15, 45.76, 51.05, 51.34, 50.06, 45.07],
        "lon": [-8.61, 4.84, 3.73, 12.37, 19.94, 7.69],
        "night": [72, 95, 110, 78, 54, 88],
        "meals": [31, 42, 45, 33, 24, 38],
    }
)

st.session_state.setdefault("nights", {"Porto": 3, "Lyon": 2})
st.session_state.setdefault("travellers", 2)


def cost_table(nights: dict[str, int], travellers: int) -> pd.DataFrame:
    plan = STOPS[STOPS["city"].isin(nights)].copy()
    plan["nights"] = plan["city"].map(nights)
    plan["rooms"] = plan["night"] * plan["nights"] * -(-travellers // 2)
    plan["food"] = plan["meals"] * plan["nights"] * travellers
    plan["total"] = plan["rooms"] + plan["food"]
    return plan[["city", "nights", "rooms", "food", "total"]]


def route_page() -> None:
    st.title("Route")
    nights = st.session_state.nights
    left, right = st.columns(2)
    city = left.selectbox("City", STOPS["city"])
    count = right.number_input("Nights", 1, 14, 2)
    if left.button("Add stop", type="primary"):
        nights[city] = count
        st.toast(f"{city}: {count} nights")
    if right.button("Clear route"):
        nights.clear()
    if not nights:
        st.info("The route is empty.")
        return
    for number, (name, stay) in enumerate(nights.items(), start=1):
        st.write(f"{number}. **{name}**, {stay} night{'s' if stay > 1 else ''}")
    st.scatter_chart(STOPS[STOPS["city"].isin(nights)], x="lon", y="lat", color="city")


def budget_page() -> None:
    st.title("Budget")
    st.session_state.travellers = st.slider("Travellers", 1, 8, st.session_state.travellers)
    table = cost_table(st.session_state.nights, st.session_state.travellers)
    if table.empty:
        st.info("Add a stop on the route page first.")
        return
    limit = st.number_input("Limit (€)", 100, 20_000, 2_000, step=100)
    total = int(table["total"].sum())
    st.metric("Total", f"{total:,} €", f"{limit - total:,} € left")
    st.bar_chart(table.set_index("city")[["rooms", "food"]])
    st.dataframe(table, hide_index=True)


def notes_page() -> None:
    st.title("Notes")
    text = st.text_area("Packing list", "passport\nrain coat\nbook", key="packing")
    items = [line.strip() for line in text.splitlines() if line.strip()]
    done = [item for item in items if st.checkbox(item, key=f"packed_{item}")]
    st.progress(len(done) / len(items) if items else 0.0, f"{len(done)} of {len(items)} packed")


page = st.navigation(
    {
        "Plan": [
            st.Page(route_page, title="Route", icon=":material/route:", default=True),
            st.Page(budget_page, title="Budget", icon=":material/payments:"),
        ],
        "Prepare": [st.Page(notes_page, title="Notes", icon=":material/checklist:")],
    }
)
page.run()
st.sidebar.metric("Nights", sum(st.session_state.nights.values()))
st.sidebar.caption(" → ".join(st.session_state.nights) or "No stops yet")
