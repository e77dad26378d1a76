# Environment variables, the working directory and settings of the process stay from run to run.
# > n=2
# > click enter
# > n=3
# > click leave
import locale
import os

import streamlit as st

n = st.slider("n", 0, 5)
seen = os.environ.get("BEHAVIOUR", "unset")
os.environ["BEHAVIOUR"] = f"run {n}"
home = os.path.dirname(os.path.abspath(__file__))
if st.button("enter"):
    os.chdir("/")
if st.button("leave"):
    os.chdir(home)
st.write(seen, os.environ["BEHAVIOUR"], os.getcwd() == "/", os.path.exists(__file__))
st.write(locale.getlocale()[0] is None or True, os.getpid() == os.getpid())
