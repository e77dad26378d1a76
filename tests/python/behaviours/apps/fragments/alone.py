# A widget of a fragment reruns only the fragment; a widget outside runs everything.
# > m=4
# > n=2
# > click more
# > m=1
# > n=3
import streamlit as st

state = st.session_state
state.setdefault("page", 0)
state.setdefault("part", 0)
state.page += 1
n = st.slider("n", 0, 5, 1)


@st.fragment
def part(factor):
    state.part += 1
    m = st.slider("m", 0, 5, 2)
    if st.button("more"):
        st.write("more", m)
    st.write("part", m * factor, state.part, state.page)
    print("part", m, factor)


part(n * 10)
st.write("page", state.page, n)
print("page", n)
