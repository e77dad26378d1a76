# st.stop at several depths.
import streamlit as st

limit = st.slider("limit", 0, 5, 2)
print("start", limit)


def guard(level):
    st.write("guard", level)
    if level > limit:
        st.error(f"level {level} is over {limit}")
        st.stop()


level = st.number_input("level", 0, 5, 1)
guard(level)
with st.expander("more"):
    if st.checkbox("stop in the expander"):
        st.write("stopping")
        st.stop()
    st.write("not stopped")
for i in range(4):
    st.write(i)
    if i == 2 and st.checkbox("stop in the loop"):
        st.stop()
st.write("the end")
print("end")
