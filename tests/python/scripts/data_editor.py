# An editor, what it returns, and a frame in session_state that is edited in place.
import pandas as pd
import streamlit as st

if "frame" not in st.session_state:
    st.session_state.frame = pd.DataFrame({"item": ["tea", "pie"], "n": [1, 2]})
edited = st.data_editor(st.session_state.frame, key="editor")
st.write(edited["n"].sum().item(), st.session_state.editor)
if st.button("keep"):
    st.session_state.frame = edited
if st.button("add a row"):
    frame = st.session_state.frame
    frame.loc[len(frame)] = ["new", len(frame)]
st.dataframe(st.session_state.frame)
fixed = st.data_editor({"a": [1, 2]}, disabled=True)
st.write(fixed, st.slider("unrelated", 0, 5))
