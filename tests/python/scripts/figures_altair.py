# Charts share a frame, are layered and reused.
import altair as alt
import pandas as pd
import streamlit as st

n = st.slider("n", 2, 10, 5)
df = pd.DataFrame({"x": range(n), "y": [i % 3 for i in range(n)]})
base = alt.Chart(df).encode(x="x", y="y")
line = base.mark_line()
st.altair_chart(line)
points = base.mark_point(size=st.slider("size", 10, 90, 30))
both = line + points if st.checkbox("layer") else points
st.altair_chart(both, key="both")
df["y"] = df["y"] + 1
st.line_chart(df, x="x", y="y")
st.bar_chart(df.set_index("x"))
st.altair_chart(alt.Chart(df).mark_bar().encode(x="x", y="y").properties(title=f"{n} bars"))
