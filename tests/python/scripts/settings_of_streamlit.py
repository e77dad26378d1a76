"""Trap: options of Streamlit change while the script runs, by its module for them."""

import streamlit as st
from streamlit import config

before = config.get_option("client.toolbarMode")
st.write("first", config.get_option("client.toolbarMode"))
wish = st.radio("mode", ["minimal", "viewer"])
config.set_option("client.toolbarMode", wish)
st.write("then", config.get_option("client.toolbarMode"), st.get_option("client.toolbarMode"))
st.slider("level", 0, 5)
config.set_option("client.toolbarMode", before)
st.write("at last", config.get_option("client.toolbarMode"))
