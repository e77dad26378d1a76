# Files that fragments offer: they stay as long as the page shows them.
import io

import pandas as pd
import streamlit as st

n = st.slider("n", 1, 5, 2)


@st.fragment
def exports(rows):
    frame = pd.DataFrame({"n": range(rows)})
    name = st.text_input("name", "data")
    st.download_button("csv", frame.to_csv(index=False), f"{name}.csv")
    upper = st.checkbox("upper")
    text = name.upper() if upper else name
    st.download_button("text", text.encode())
    picture = io.BytesIO(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;")
    st.write("rows", len(frame), len(picture.getvalue()))


exports(n)
st.download_button("constant", b"constant")
st.write("n", n)
