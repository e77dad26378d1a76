# A form sends its values together with its submit button, which is true for one run.
# > name=Ada
# > age=36
# > click send
# > outside=3
# > name=Bob
# > click send as well
# > click clear
# > rerun
import streamlit as st

state = st.session_state


def sent(what):
    state.sent = (what, state.name, state.age)


with st.form("person"):
    st.text_input("name", key="name")
    st.number_input("age", 0, 120, 30, key="age")
    left, right = st.columns(2)
    first = left.form_submit_button("send", on_click=sent, args=("first",))
    second = right.form_submit_button("send as well", on_click=sent, args=("second",))
st.write(first, second, state.get("sent"))
with st.form("clearing", clear_on_submit=True, border=False):
    note = st.text_area("note", "empty")
    level = st.select_slider("level", ["low", "high"])
    if st.form_submit_button("clear"):
        st.write("cleared", note, level)
outside = st.slider("outside", 0, 5)
st.write(state.name, state.age, note, outside)
