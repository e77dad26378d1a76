# A form with a file and an editor: both arrive with the submit button.
# > upload up {"a.txt": "alpha"}
# > edit table {"edited_rows": {"0": {"v": 5}}, "added_rows": [], "deleted_rows": []}
# > n=2
# > click send
# > n=3
import streamlit as st

n = st.slider("n", 0, 5)
with st.form("form"):
    file = st.file_uploader("up")
    table = st.data_editor({"v": [1, 2]}, key="table")
    if st.form_submit_button("send"):
        st.write("sent", file and file.getvalue().decode(), table)
st.write(file is None, table, n)
