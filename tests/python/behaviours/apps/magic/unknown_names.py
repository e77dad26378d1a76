# Names that this Streamlit does not have raise what Python raises.
# > which=module
# > which=argument
# > which=container
# > n=2
# > which=fine
import streamlit as st

n = st.slider("n", 0, 5)
which = st.selectbox("which", ["fine", "module", "argument", "container", "legacy"])
if which == "module":
    st.experimental_everything(n)
elif which == "argument":
    st.slider("other", 0, 5, colour="red")
elif which == "container":
    st.container().hologram("x")
elif which == "legacy":
    st.write(hasattr(st, "beta_columns"), hasattr(st, "experimental_rerun"))
st.write("end", n)
