# Exceptions are not cached: the next call tries again.
# > n=0
# > n=2
# > n=0
# > n=1
import streamlit as st

n = st.slider("n", 0, 5, 1)
state = st.session_state
state.setdefault("tries", 0)


@st.cache_data
def inverse(k):
    print("inverse", k)
    return 1 / k


try:
    st.write(inverse(n))
except ZeroDivisionError as error:
    state.tries += 1
    st.error(f"{error} {state.tries}")
st.write(inverse(n or 5))
st.write("tries", state.tries)
