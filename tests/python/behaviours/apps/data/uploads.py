# Uploaded files: the same object while nothing changes, gone when they are removed.
# > upload up {"a.txt": "alpha"}
# > n=2
# > upload many {"a.txt": "one", "b.txt": "two"}
# > upload up {"b.txt": "beta"}
# > upload many {"b.txt": "two"}
# > upload up {}
# > n=3
import streamlit as st

state = st.session_state
n = st.slider("n", 0, 5)
file = st.file_uploader("up", type=["txt"], key="up", on_change=lambda: print("uploaded"))
if file is not None:
    text = file.getvalue().decode()
    st.write(file.name, file.type, file.size, text * n, file.read(2), file.tell())
    st.write("same as before", state.get("last") == file.file_id, file is state.up)
    state.last = file.file_id
    del state["last"]
    with file:
        st.write(len(file.getvalue()))
files = st.file_uploader("many", accept_multiple_files=True)
st.write([(f.name, f.read().decode()) for f in files], len(files))
