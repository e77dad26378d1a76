# st.empty is overwritten, cleared and used as a container.
import streamlit as st

ph = st.empty()
ph.write("first")
n = st.slider("n", 0, 4, 1)
ph.write(f"second {n}")
other = st.empty()
if n > 1:
    other.info("info")
if st.checkbox("clear"):
    ph.empty()
    other.empty()
with st.empty():
    for i in range(3):
        st.write("frame", i, n)
box = st.empty()
with box.container():
    st.write("in the box")
    st.write("two lines", n)
if st.checkbox("replace the box"):
    box.markdown("replaced")
slots = {name: st.empty() for name in "abc"}
for name, slot in slots.items():
    if len(name) <= n:
        slot.write(f"slot {name}")
slots["a"].success("a is done") if n == 3 else None
progress = st.empty()
progress.progress(n / 4)
