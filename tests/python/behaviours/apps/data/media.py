# Pictures, sound, video and files offered for download, by bytes and by address.
# > n=3
# > click save
# > n=1
# > format=WAV
import io

import numpy as np
import streamlit as st
from PIL import Image

n = st.slider("n", 1, 5, 2)
st.selectbox("format", ["PNG", "WAV"])
picture = np.zeros((4, 4 * n, 3), dtype=np.uint8)
picture[:, ::2] = n * 40
st.image(picture, caption=f"picture {n}")
st.image(["https://example.org/a.png", Image.fromarray(picture)], width=50)
st.audio(np.sin(np.arange(400) * n / 10), sample_rate=8000)
st.audio(b"RIFFsound", format="audio/wav", start_time=n)
st.video("https://example.org/video.mp4")
st.video(io.BytesIO(b"video" * n))
if st.download_button("save", picture.tobytes(), f"picture{n}.bin"):
    st.write("saved", n)
st.download_button("text", f"text {n}", on_click="ignore")
