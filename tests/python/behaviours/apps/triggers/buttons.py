# Buttons, download buttons, link buttons and menus are true for one run.
# > click plain
# > click download
# > click open
# > pick menu copy
# > pick menu paste
# > n=2
# > click later
# > click plain
import streamlit as st

n = st.slider("n", 0, 5)
fired = {
    "plain": st.button("plain"),
    "download": st.download_button("download", f"data {n}", "file.txt"),
    "later": st.button("later", key="later", on_click=print, args=("clicked later",)),
}
fired["open"] = st.link_button("open", "https://example.org", on_click="rerun")
choice = st.menu_button("menu", ["cut", "copy", "paste"])
for name, value in fired.items():
    if value:
        st.success(name)
if choice:
    st.info(f"menu {choice}")
st.write({k: bool(v) for k, v in fired.items()}, n, st.session_state.later)
