# Elements come, go and change their kind anywhere on the page; what stays is not sent again.
# > top=true
# > n=3
# > middle=true
# > top=false
# > widget=number
# > n=0
# > tail=4
# > tail=1
# > nested=true
# > widget=none
# > nested=false
# > n=5
# > tail=0
import streamlit as st

top = st.checkbox("top")
n = st.slider("n", 0, 9, 2)
middle = st.checkbox("middle")
widget = st.radio("widget", ["text", "number", "none"])
tail = st.slider("tail", 0, 5, 2)
nested = st.checkbox("nested")
if top:
    st.info("at the top")
st.write(f"n is {n}")
slot = st.empty()
if middle:
    st.warning("in the middle")
if widget == "text":
    slot.text_input("say", f"text {n}", key=f"say{n}")
elif widget == "number":
    slot.number_input("count", 0, 99, n)
left, right = st.columns(2)
left.metric("n", n)
if nested:
    with right.container(border=True):
        st.caption("inside")
        for i in range(tail):
            st.write(f"inner {i}")
else:
    right.caption("flat")
for i in range(tail):
    st.write(f"tail {i}")
