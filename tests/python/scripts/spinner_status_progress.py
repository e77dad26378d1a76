# Spinner, status and progress bars.
import streamlit as st

n = st.slider("n", 1, 4, 2)
with st.spinner("working"):
    total = sum(range(n * 100))
st.write(total)
bar = st.progress(0, text="start")
for i in range(n):
    bar.progress((i + 1) / n, text=f"step {i}")
with st.status("status", expanded=True) as status:
    st.write("inside", n)
    if st.checkbox("fail"):
        status.update(label="failed", state="error")
    else:
        status.update(label=f"done {n}", state="complete", expanded=False)
st.write("after")


@st.cache_data(show_spinner="loading...")
def load(v):
    return v * 2


st.write(load(n))
if st.button("keep the bar empty"):
    bar.empty()
