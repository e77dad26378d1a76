# Rows, columns and cells that are selected in a table.
# > select table {"selection": {"rows": [1], "columns": [], "cells": []}}
# > n=5
# > select table {"selection": {"rows": [0, 2], "columns": ["b"], "cells": []}}
# > select single {"selection": {"rows": [3], "columns": [], "cells": []}}
# > select table {"selection": {"rows": [], "columns": [], "cells": []}}
import pandas as pd
import streamlit as st

n = st.slider("n", 1, 6, 4)
frame = pd.DataFrame({"a": range(n), "b": [i * i for i in range(n)]})
event = st.dataframe(
    frame, key="table", on_select="rerun", selection_mode=["multi-row", "multi-column"]
)
rows = [row for row in event.selection.rows if row < n]
st.write(frame.iloc[rows], event.selection.columns, event.selection["rows"])
single = st.dataframe(
    frame, key="single", selection_mode="single-row", on_select=lambda: print("selected")
)
st.write(single, st.session_state.single)
