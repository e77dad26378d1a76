# Arrays that look at the memory of a frame, which is then written to in place.
# > m=3
# > k=1
# > m=3
# > view=True
# > m=5
# > view=False
# > m=6
import pandas as pd
import pyarrow as pa
import streamlit as st

m = st.slider("m", 0, 9, 2)
k = st.slider("k", 0, 9, 0)
df = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0]})
seen = df["a"].to_numpy()
df.iloc[0, 0] = m
st.text(f"{seen.tolist()} {df['a'].tolist()}")

plain = pd.DataFrame({"a": [1, 2, 3], "b": [7, 8, 9]})
both = plain.to_numpy()
plain.loc[1, "b"] = m + 10
st.text(f"{both.tolist()} {plain['b'].tolist()}")

table = pd.DataFrame({"x": [1.5, 2.5]})
arrow = pa.Table.from_pandas(table)
table.iloc[1, 0] = m
st.text(f"{arrow.column('x').to_pylist()} {table['x'].tolist()}")

own = pd.DataFrame({"y": [1, 2]})
part = own["y"]
own.iloc[0, 0] = m
st.text(f"{part.tolist()} {own['y'].tolist()}")

days = pd.DataFrame({"d": pd.to_datetime(["2024-01-01", "2024-01-02"])})
stamps = days["d"].to_numpy()
days.iloc[0, 0] = pd.Timestamp("2020-01-01") + pd.Timedelta(days=m)
st.text(f"{stamps.tolist()} {days['d'].astype(str).tolist()}")

late = pd.DataFrame({"z": [1, 2, 3]})
if st.checkbox("view", key="view"):
    late_view = late["z"].to_numpy()
late.iloc[2, 0] = m
if st.session_state.get("view", False):
    st.text(str(late_view.tolist()))
st.write("k", k)
