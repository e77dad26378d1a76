# Pictures and recordings are files as well.
# > upload photo {"photo.jpg": "picture"}
# > n=2
# > upload sound {"audio.wav": "sound"}
# > upload photo {}
import streamlit as st

n = st.slider("n", 0, 5)
photo = st.camera_input("photo")
sound = st.audio_input("sound")
st.write(None if photo is None else (photo.name, photo.getvalue().decode(), n))
st.write(None if sound is None else (sound.name, sound.read().decode()))
