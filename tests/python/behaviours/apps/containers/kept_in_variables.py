# Containers in dicts, attributes and closures, drawn into from anywhere.
# > n=3
# > where=b
# > n=1
# > where=c
import streamlit as st


class Page:
    def __init__(self):
        self.places = {name: st.container(border=True) for name in "abc"}
        self.log = []

    def say(self, name, text):
        self.places[name].write(text)
        self.log.append(f"{name}: {text}")


page = Page()
n = st.slider("n", 0, 5, 1)
where = st.selectbox("where", ["a", "b", "c"])


def speaker(name):
    def speak(text):
        page.say(name, text)

    return speak


speak = speaker(where)
for i in range(n):
    speak(f"line {i}")
page.say("a", "always")
st.write(page.log)
