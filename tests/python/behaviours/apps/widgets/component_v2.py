# A component of the second kind: state that stays and events that count once.
# > emit part {"state": {"text": "hello"}}
# > emit part {"trigger": {"event": "sent", "value": 5}}
# > n=2
# > emit part {"state": {"text": "bye"}, "trigger": {"event": "sent", "value": 6}}
# > n=3
import streamlit as st

n = st.slider("n", 0, 5)
part = st.components.v2.component(
    "part", html="<p id='p'></p>", js="export default function (component) {}"
)
result = part(
    key="part",
    data={"n": n},
    default={"text": "empty"},
    on_text_change=lambda: print("text", st.session_state.part.text),
    on_sent_change=lambda: None,
)
st.write("text", result.text, "sent", result.sent, n)
