# Edits of a data editor: cells, rows added and deleted, and a source that changes below it.
# > edit editor {"edited_rows": {"0": {"n": 7}}, "added_rows": [], "deleted_rows": []}
# > factor=2
# > edit editor {"edited_rows": {"0": {"n": 7}}, "added_rows": [{"name": "new", "n": 5}], "deleted_rows": [1]}
# > click reset
# > edit editor {"edited_rows": {"1": {"name": "edited", "done": true}}, "added_rows": [], "deleted_rows": []}
# > factor=3
import pandas as pd
import streamlit as st

state = st.session_state
state.setdefault("version", 0)
factor = st.slider("factor", 1, 5)
if st.button("reset"):
    state.version += 1
source = pd.DataFrame({"name": ["a", "b"], "n": [1, 2], "done": [False, True]})
if factor == 3:
    source.loc[2] = ["c", 3, False]
edited = st.data_editor(
    source,
    num_rows="dynamic",
    key="editor" if state.version == 0 else "editor",
    column_config={"n": st.column_config.NumberColumn("Number", min_value=0), "done": "Done?"},
    on_change=lambda: print("edited", state.editor),
)
st.write((edited["n"] * factor).tolist(), len(edited), edited["done"].sum())
st.write(state.editor)
edited["n"] += 1
st.dataframe(edited)
