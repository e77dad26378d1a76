# What the request, the user and secrets say.
import streamlit as st

n = st.slider("n", 0, 9, 1)
zone = st.context.timezone
st.write("zone", zone, st.context.locale, st.context.timezone_offset)
st.write("agent", bool(st.context.headers.get("User-Agent")), len(st.context.cookies))
st.write("theme", st.context.theme.type, st.context["is_embedded"])
st.write("user", st.user.to_dict(), len(st.user))
st.write("secret", st.secrets["token"], st.secrets.get("none", "nothing"))
login = st.secrets["db"]
st.write("db", login.host, login["port"])
st.write("n", n)
