# What a callback draws stands before what the body draws, for one run.
# > click say
# > n=2
# > click say
# > click say in the sidebar
# > rerun
import streamlit as st


def say(where, word):
    where.write(f"callback says {word}")
    where.progress(50)


n = st.slider("n", 0, 5)
st.write("n is", n)
st.button("say", on_click=say, args=(st, n))
st.button("say in the sidebar", on_click=say, args=(st.sidebar, n))
st.sidebar.write("sidebar", n)
st.write("end")
