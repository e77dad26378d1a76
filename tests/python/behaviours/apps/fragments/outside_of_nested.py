# Fragments of functions and methods draw outside of themselves, into placeholders and columns.
# > inner=2
# > inner=3
# > n=2
# > method=1
# > rows=3
# > inner=1
# > method=2
import streamlit as st

n = st.slider("n", 0, 5, 1)
left, right = st.columns(2)
place = st.empty()
box = st.container()


def page():
    @st.fragment
    def part():
        value = st.slider("inner", 0, 5)
        with left:
            st.write("left", value)
            st.write("twice", value * n)
        place.write(f"placeholder {value}")
        st.write("own", value)

    part()


class Rows:
    @st.fragment
    def draw(self):
        count = st.slider("rows", 0, 4, 1)
        value = st.slider("method", 0, 5)
        for i in range(count):
            box.write(f"row {i} {value}")
        right.metric("value", value, n)


page()
Rows().draw()
st.write("end", n)
