# A button is true for one run; what it drew goes with the next interaction.
# > click go
# > n=3
# > click go
# > click go
# > rerun
import streamlit as st

n = st.slider("n", 0, 5, 1)
if st.button("go"):
    st.write("went", n)
    st.session_state.went = n
    print("went", n)
st.write("after", n, st.session_state.get("went"))
