# Functions given to library calls, which call back into the script.
import functools
import re

import streamlit as st

seen = []


def key(word):
    seen.append(word)
    return len(word), word


words = st.text_input("words", "pear fig apple").split()
st.write(sorted(words, key=key), seen)
n = st.slider("n", 0, 5, 2)
st.write(list(map(lambda w: w[:n], words)), list(filter(lambda w: len(w) > n, words)))
st.write(functools.reduce(lambda a, b: a + len(b), words, n))
st.write(max(words, key=lambda w: w.count("p"), default="none"))
st.write(re.sub(r"[aeiou]", lambda m: m.group().upper() * n, " ".join(words)))
partial = functools.partial(pow, n)
st.write(partial(2), [*map(partial, range(3))])


def draw(word):
    st.write("drawn from map", word)
    return st.checkbox(word, key=f"check {word}")


st.write(list(map(draw, words)))
words.sort(key=len, reverse=st.toggle("reverse"))
st.write(words, len(seen))
