# Fragments in fragments; `st.rerun` with a scope.
# > outer=2
# > inner=3
# > click rerun app
# > inner=4
# > click rerun fragment
# > n=2
import streamlit as st

state = st.session_state
for name in ("app", "outer", "inner"):
    state.setdefault(name, 0)
state.app += 1
n = st.slider("n", 0, 5)


@st.fragment(key="outer")
def outer():
    state.outer += 1
    value = st.number_input("outer", 0, 9)

    @st.fragment
    def inner():
        state.inner += 1
        st.write("inner", st.number_input("inner", 0, 9), value, state.inner)
        if st.button("rerun app"):
            st.rerun()

    inner()
    if st.button("rerun fragment"):
        st.rerun(scope="fragment")
    st.write("outer", value, state.outer)


outer()
st.write("app", state.app, n)
