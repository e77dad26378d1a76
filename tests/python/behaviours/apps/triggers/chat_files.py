# A chat input may bring files and a recording.
# > send ask {"text": "look", "files": {"a.txt": "alpha"}}
# > n=2
# > send ask {"text": "", "files": {"b.txt": "beta", "c.txt": "gamma"}}
# > send ask {"text": "listen", "audio": "sound"}
# > n=3
import streamlit as st

n = st.slider("n", 0, 5)
value = st.chat_input("ask", accept_file="multiple", accept_audio=True)
if value:
    st.write("text", value.text)
    for file in value.files:
        st.write(file.name, file.size, file.read().decode())
    st.write("audio", None if value.audio is None else value.audio.read().decode())
    st.session_state.names = [file.name for file in value.files]
st.write(n, st.session_state.get("names"))
