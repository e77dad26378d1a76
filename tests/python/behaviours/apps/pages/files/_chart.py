import streamlit as st

points = st.slider("points", 1, 9, 2)
"magic on a page"
st.line_chart({"y": [i * st.session_state.factor_kept for i in range(points)]})


def helper(k):
    return k + st.session_state.factor_kept


st.write(helper(points))
