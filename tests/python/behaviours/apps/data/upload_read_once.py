# A file that was read to its end gives nothing more, until the next run opens it again.
# > upload up {"a.csv": "x,y\n1,2\n3,4"}
# > n=2
# > click again
# > n=3
import pandas as pd
import streamlit as st

n = st.slider("n", 0, 5)
file = st.file_uploader("up")
if file:
    frame = pd.read_csv(file)
    st.dataframe(frame * n)
    st.write(file.tell(), file.read())
    if st.button("again"):
        file.seek(0)
        st.write(file.readline().decode())
        st.session_state.kept = file
if "kept" in st.session_state:
    st.write("kept", st.session_state.kept.name)
