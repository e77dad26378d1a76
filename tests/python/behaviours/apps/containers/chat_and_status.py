# Chat messages, status boxes and placeholders filled from outside.
# > n=2
# > n=4
# > fail=true
# > n=1
import streamlit as st

n = st.slider("n", 0, 5, 1)
fail = st.checkbox("fail")
for i in range(n):
    with st.chat_message("user" if i % 2 else "assistant"):
        st.write(f"message {i}")
with st.status("working", expanded=True) as status:
    for i in range(n):
        st.write(f"step {i}")
    if fail:
        status.update(label="failed", state="error")
    else:
        status.update(label=f"done {n}", state="complete", expanded=False)
st.write("end")
