# A disabled widget keeps its value and takes no clicks.
# > name=Ada
# > off=true
# > n=2
# > off=false
# > click go
import streamlit as st

off = st.checkbox("off")
n = st.slider("n", 0, 5)
name = st.text_input("name", "x", disabled=off)
went = st.button("go", disabled=off, on_click=lambda: print("callback"))
st.write(name, went, n)
