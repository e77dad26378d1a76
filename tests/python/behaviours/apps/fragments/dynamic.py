# Fragments in a loop, with as many as a widget says.
# > count=3
# > value 2=4
# > count=1
# > value 0=5
# > count=2
import streamlit as st

count = st.slider("count", 0, 4, 2)
state = st.session_state


@st.fragment
def row(i):
    with st.container(border=True):
        value = st.slider(f"value {i}", 0, 5, i, key=f"value {i}")
        state[f"row {i}"] = value
        st.write(i, value)


for i in range(count):
    row(i)
st.write("sum", sum(state.get(f"row {i}", 0) for i in range(count)))
