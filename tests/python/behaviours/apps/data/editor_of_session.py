# The edited frame of a session becomes the source of the next run.
# > edit dataframe {"edited_rows": {"0": {"v": 9}}, "added_rows": [], "deleted_rows": []}
# > click keep
# > click add
# > n=2
import pandas as pd
import streamlit as st

state = st.session_state
if "frame" not in state:
    state.frame = pd.DataFrame({"v": [1, 2, 3]})
n = st.slider("n", 0, 5)
edited = st.data_editor(state.frame)
if st.button("keep"):
    state.frame = edited
    st.rerun()
if st.button("add"):
    state.frame = pd.concat([state.frame, pd.DataFrame({"v": [n]})], ignore_index=True)
    st.rerun()
st.write(edited["v"].sum(), state.frame["v"].sum(), n)
items = st.data_editor(["x", "y"], key="items")
pairs = st.data_editor({"k": 1, "l": 2}, key="pairs")
st.write(items, pairs)
