# One file behind two pages.
import pandas as pd
import streamlit as st


@st.cache_data
def load(rows):
    return pd.DataFrame({"n": range(rows), "square": [n * n for n in range(rows)]})


rows = st.number_input("rows", 1, 50, 5)
data = load(int(rows))
least = st.slider("least", 0, 49, 0, key="least")
shown = data[data.n >= least]
st.dataframe(shown)
st.write("unit", st.session_state.unit, "sum", int(shown.square.sum()))
if st.button("log it"):
    st.session_state.log.append(len(shown))
holder = st.empty()
with holder.container():
    st.write("rows", len(shown))
if st.checkbox("to the chart"):
    st.switch_page("views/chart.py")
