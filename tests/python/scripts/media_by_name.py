"""Streamlit's own code names the arguments of some calls that are watched."""

import streamlit as st

n = st.slider("n", 1, 4)
cues = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nline {}\n"
st.video("https://example.org/star.mp4", subtitles=cues.format(n))
st.video("https://example.org/moon.mp4", subtitles={"a": cues.format(1), "b": cues.format(2)})
st.audio(b"RIFF" + bytes([n]) * 40, format="audio/wav")
st.button("again")
