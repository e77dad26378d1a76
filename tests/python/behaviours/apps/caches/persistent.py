# A function persisted on disk, cleared first so that every process begins alike.
# > n=2
# > n=1
# > click clear
# > n=2
import streamlit as st

n = st.slider("n", 1, 5, 1)


@st.cache_data(persist="disk")
def table(k):
    print("table", k)
    return list(range(k))


if "begun" not in st.session_state:
    st.session_state.begun = True
    table.clear()
st.button("clear", on_click=table.clear)
st.write(table(n))
