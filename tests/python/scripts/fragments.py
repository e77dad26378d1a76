# Fragments with arguments, return values and outer containers.
import streamlit as st

state = st.session_state
state.setdefault("full", 0)
state.setdefault("part", 0)
state.full += 1
outer = st.container()
n = st.slider("n", 0, 5, 1)


@st.fragment
def panel(value, items=()):
    state.part += 1
    st.write("panel", value, state.part)
    m = st.slider("m", 0, 5, 2)
    if st.button("more"):
        items.append(m)
    st.write(m * value, items)
    if st.checkbox("app rerun") and m == 5:
        st.rerun()
    return m


shared = []
panel(n, shared)
st.write("outside", state.full, shared)
outer.write(f"outer {n}")


@st.fragment
def second():
    with st.container(border=True):
        st.text_input("inside second", key="second")
        if st.session_state.second:
            st.write("you said", st.session_state.second)


second()
st.write("end")
