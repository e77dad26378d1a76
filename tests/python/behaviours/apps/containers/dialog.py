# A dialog is drawn by the run that opens it; its widgets rerun only the dialog.
# > click ask
# > reason=because
# > n=2
# > click ask
# > reason=again
# > click submit
# > n=3
# > click ask
# > dismiss Your vote
import streamlit as st

state = st.session_state


@st.dialog("Your vote", on_dismiss="rerun")
def vote(item):
    st.write("why", item)
    reason = st.text_input("reason", key="reason")
    print("dialog", item, reason)
    if st.button("submit"):
        state.vote = (item, reason)
        st.rerun()


n = st.slider("n", 0, 5)
if st.button("ask"):
    vote(n)
st.write("vote", state.get("vote"), n)
print("page", n)
