# A page with tabs, a fragment and a global counter.
import streamlit as st

st.session_state.setdefault("clicks", 0)
values = [n * 2 for n in range(st.slider("points", 2, 9, 4))]
first, second = st.tabs(["line", "text"])
first.line_chart(values)
with second:
    st.write(values)


@st.fragment
def counter(limit):
    if st.button("count"):
        st.session_state.clicks += 1
    st.write("clicks", st.session_state.clicks, "of", limit)
    text = st.text_input("note")
    st.write("note", text.upper())


counter(len(values))
st.write("total", st.session_state.clicks)
