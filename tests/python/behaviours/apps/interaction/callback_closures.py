# Callbacks are those of the run that drew the widget: they see the values it had.
# > click show 2
# > n=4
# > click show 1
# > click show 3
# > click method
import streamlit as st

state = st.session_state
n = st.slider("n", 0, 5, 1)


class Counter:
    def __init__(self, start):
        self.value = start

    def bump(self, by=1):
        self.value += by
        state.bumped = self.value


counter = Counter(n * 10)
for i in range(1, 4):
    st.button(f"show {i}", on_click=lambda i=i: state.update(shown=(i, n)))
st.button("method", on_click=counter.bump, kwargs={"by": 5})
st.write(state.get("shown"), state.get("bumped"), counter.value)
