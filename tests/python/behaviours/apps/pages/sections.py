# Pages in sections, in the header or hidden; links to them; an address that is no page.
# > page alpha
# > top=true
# > n=3
# > page beta
# > more=true
# > page gamma
# > more=false
# > page alpha
# > n=1
import streamlit as st

state = st.session_state


def alpha():
    st.write("alpha", st.slider("n", 0, 5))
    st.page_link(pages[1], label="to beta", icon="🔗", disabled=state.more)


def beta():
    st.write("beta", state.get("n"))
    st.page_link("https://example.org", label="elsewhere")


def gamma():
    st.write("gamma", current.title, current.url_path)


top = st.sidebar.checkbox("top", key="top")
more = st.sidebar.checkbox("more", key="more")
pages = [
    st.Page(alpha, title="Alpha", icon=":material/home:", url_path="alpha"),
    st.Page(beta, title="Beta", url_path="beta"),
]
sections = {"": [st.Page(lambda: st.write("home"), title="home", url_path="home", default=True)]}
sections["First"] = pages
if more:
    sections["Second"] = [st.Page(gamma, title="Gamma")]
current = st.navigation(sections, position="top" if top else "sidebar", expanded=more)
st.caption(current.title)
current.run()
