# Dialogs: opened by buttons, widgets inside, closed by a rerun, dismissed.
import streamlit as st

state = st.session_state
state.setdefault("votes", {})
names = ["ann", "bob", "cyd"]
who = st.selectbox("who", names)


@st.dialog("Vote")
def vote(name):
    st.write(f"Why {name}?")
    reason = st.text_input("reason")
    stars = st.slider("stars", 1, 5, 3)
    st.write("stars", "*" * stars)
    if stars == 5:
        st.info("wow")
    if st.button("submit"):
        state.votes[name] = (reason, stars)
        st.rerun()


@st.dialog("Details", width="large", on_dismiss="rerun")
def details():
    for name, (reason, stars) in state.votes.items():
        st.write(name, reason, stars)
    if st.button("clear"):
        state.votes.clear()


if st.button("vote"):
    vote(who)
if st.button("details"):
    details()
st.write("votes", state.votes)
for name in names:
    st.metric(name, state.votes.get(name, ("", 0))[1])
