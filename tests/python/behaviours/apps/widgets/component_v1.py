# A component of the first kind: its value is whatever its page sends.
# > emit counter {"state": 3}
# > n=2
# > emit counter {"state": {"clicks": [1, 2]}}
# > n=3
import streamlit as st
import streamlit.components.v1 as components

n = st.slider("n", 0, 5)
counter = components.declare_component("counter", url="http://127.0.0.1:9/")
value = counter(start=n, names=["a", "b"], default=0, key="counter", on_change=lambda: print("sent"))
st.write("value", value, n)
components.html(f"<b>{n}</b>", height=50)
components.iframe("https://example.org", height=60)
