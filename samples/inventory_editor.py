"""An editable stock list and the orders derived from it."""

import pandas as pd
import streamlit as st

st.set_page_config(page_title="Inventory", layout="wide")
st.title("Inventory")


def starting_stock() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": ["Hammer", "Saw", "Drill", "Screws", "Nails", "Glue", "Tape", "Paint"],
            "group": ["tool", "tool", "tool", "part", "part", "supply", "supply", "supply"],
            "stock": [14, 6, 3, 420, 900, 22, 40, 9],
            "minimum": [10, 8, 5, 500, 600, 20, 25, 12],
            "price": [18.5, 24.0, 89.0, 0.05, 0.03, 4.2, 2.8, 15.9],
            "active": [True, True, True, True, True, True, False, True],
        }
    )


with st.sidebar:
    st.header("Ordering")
    cover = st.slider("Order up to (% of the minimum)", 100, 300, 150, step=10)
    discount = st.number_input("Discount (%)", 0.0, 30.0, 5.0, step=0.5)
    groups = st.pills(
        "Groups", ["tool", "part", "supply"], selection_mode="multi", default=["tool"]
    )
    note = st.text_input("Note on the order", "Deliver before noon")

edited = st.data_editor(
    starting_stock(),
    key="stock_table",
    num_rows="dynamic",
    hide_index=True,
    column_config={
        "item": st.column_config.TextColumn("Item", required=True),
        "group": st.column_config.SelectboxColumn("Group", options=["tool", "part", "supply"]),
        "stock": st.column_config.NumberColumn("In stock", min_value=0, step=1),
        "minimum": st.column_config.NumberColumn("Minimum", min_value=0, step=1),
        "price": st.column_config.NumberColumn("Price", format="%.2f €"),
        "active": st.column_config.CheckboxColumn("Active"),
    },
)

stock = edited.dropna(subset=["item", "stock", "minimum", "price"])
stock = stock[stock["active"].fillna(False).astype(bool)].copy()
stock["value"] = stock["stock"] * stock["price"]

left, middle, right = st.columns(3)
left.metric("Active items", len(stock))
middle.metric("Value", f"{stock['value'].sum():,.2f} €")
right.metric("Below minimum", int((stock["stock"] < stock["minimum"]).sum()))

st.subheader("Order")
order = stock[(stock["stock"] < stock["minimum"]) & stock["group"].isin(groups)].copy()
order["quantity"] = (order["minimum"] * cover / 100 - order["stock"]).round().astype(int)
order["cost"] = order["quantity"] * order["price"] * (1 - discount / 100)

if order.empty:
    st.success("Nothing to order in these groups.")
else:
    st.dataframe(order[["item", "group", "quantity", "cost"]], hide_index=True)
    st.write(f"Total **{order['cost'].sum():,.2f} €**. {note}")
    lines = [f"{row.quantity} x {row.item}" for row in order.itertuples()]
    st.code("\n".join([*lines, "", note]), language=None)

st.subheader("Value by group")
st.bar_chart(stock.groupby("group")["value"].sum())
