# Every kind of element that only shows something.
# > n=3
# > n=1
# > wide=true
import streamlit as st

n = st.slider("n", 0, 5, 2)
wide = st.checkbox("wide")
st.title(f"title {n}", anchor="top")
st.header("header", divider=True)
st.subheader("subheader", help="help")
st.markdown(f":red[red] **bold** {n}", unsafe_allow_html=True)
st.caption("caption")
st.code(f"x = {n}", language="python", line_numbers=wide)
st.latex(rf"x^{n}")
st.divider()
st.text("text")
st.html(f"<p>{n}</p>")
st.json({"n": n}, expanded=wide)
st.badge("badge", color="green")
st.metric("metric", n, -n, delta_color="inverse")
for box in (st.error, st.warning, st.info, st.success):
    box(f"box {n}", icon="🔥" if wide else None)
st.space("large")
st.progress(n * 20)
st.help(str.upper)
st.link_button("link", "https://example.org")
st.skeleton()
st.write("several", n, {"a": n}, [n], None, 1.5, str, len, n > 2)
