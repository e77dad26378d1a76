# The text of a chat input is there for one run; the history lives in the session.
# > chat hello
# > chat how are you
# > n=3
# > rerun
# > chat bye
import streamlit as st

state = st.session_state
if "messages" not in state:
    state.messages = [{"role": "assistant", "text": "hi"}]
n = st.sidebar.slider("n", 0, 5)
for message in state.messages:
    with st.chat_message(message["role"]):
        st.markdown(message["text"])
if prompt := st.chat_input("say", key="chat"):
    state.messages.append({"role": "user", "text": prompt})
    with st.chat_message("user"):
        st.markdown(prompt)
    with st.chat_message("assistant"):
        answer = st.write_stream(word + " " for word in f"you said {prompt} {n}".split())
    state.messages.append({"role": "assistant", "text": answer})
st.sidebar.write(len(state.messages), repr(prompt))
