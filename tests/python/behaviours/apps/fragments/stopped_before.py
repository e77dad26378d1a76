# A run that ends before the call of a fragment: the fragment of the run before is still registered.
# > m=2
# > stop=true
# > n=2
# > stop=false
# > tick
# > m=1
# > fail=true
# > n=3
# > fail=false
# > m=4
import streamlit as st

state = st.session_state
state.setdefault("parts", 0)
n = st.slider("n", 0, 5, 1)
stop = st.checkbox("stop")
fail = st.checkbox("fail")
table = {"n": n}
if stop:
    st.write("stopped")
    st.stop()
if fail:
    raise ValueError("failed")


@st.fragment(run_every=60)
def part(factor):
    state.parts += 1
    m = st.slider("m", 0, 5)
    st.write("part", m * factor, n, table, state.parts)


part(n * 10)
st.write("end", n)
