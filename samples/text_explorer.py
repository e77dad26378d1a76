"""Word statistics of a text: counts, lengths, sentences and a search."""

import re
from collections import Counter

import altair as alt
import pandas as pd
import streamlit as st

TEXTS = {
    "Lighthouse": (
        "The lighthouse keeper counted the ships. Every evening the ships passed the rocks, and "
        "every evening the keeper wrote their names in a book. When the fog came, no ship could "
        "be seen. The keeper rang the bell and counted the answers. Seven bells answered. One "
        "evening only six bells answered, and the keeper rowed out into the fog. The seventh "
        "ship had lost her bell, not her way. Its captain laughed; the keeper did not. In the "
        "book he wrote the name of the ship, and beside the name he drew a small bell."
    ),
    "Garden": (
        "A garden is a slow machine. It takes in rain and light and time, and it gives back "
        "leaves. Nothing in a garden happens at once: the seed waits, the gardener waits, the "
        "winter waits. But everything in a garden happens in order. First the soil, then the "
        "root, then the leaf, then the flower. A gardener who changes one bed does not dig up "
        "the others. The beds that did not change go on growing as they were. That is all the "
        "wisdom a garden has, and it is enough for a garden."
    ),
}
STOP_WORDS = {"a", "an", "and", "are", "as", "at", "be", "but", "for", "in", "is", "it", "its"}
STOP_WORDS |= {"not", "of", "on", "or", "that", "the", "to", "was"}


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ']+", text.lower())


def sentences_of(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?;:])\s+", text) if part.strip()]


st.title("Text explorer")

source = st.radio("Text", [*TEXTS, "My own"], horizontal=True)
if source == "My own":
    text = st.text_area("Your text", "Write or paste something here. Then read about it.")
else:
    text = TEXTS[source]
    st.text(text)

with st.sidebar:
    shortest = st.slider("Shortest word", 1, 8, 3)
    common = st.checkbox("Keep common words")
    most = st.slider("Words shown", 5, 30, 12)
    scheme = st.selectbox("Colours", ["blues", "greens", "oranges", "purples"])

words = words_of(text)
kept = [w for w in words if len(w) >= shortest and (common or w not in STOP_WORDS)]
counts = Counter(kept)
sentences = sentences_of(text)

a, b, c, d = st.columns(4)
a.metric("Words", len(words))
b.metric("Different", len(set(words)))
c.metric("Sentences", len(sentences))
d.metric("Words a sentence", f"{len(words) / max(1, len(sentences)):.1f}")

frequent, lengths, search = st.tabs(["Frequent words", "Lengths", "Search"])

with frequent:
    if counts:
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
        table = pd.DataFrame(ranked, columns=["word", "count"])
        table["share"] = table["count"] / len(kept)
        bars = (
            alt.Chart(table)
            .mark_bar()
            .encode(
                x="count:Q",
                y=alt.Y("word:N", sort="-x"),
                color=alt.Color("count:Q", scale=alt.Scale(scheme=scheme), legend=None),
                tooltip=["word", "count", alt.Tooltip("share", format=".1%")],
            )
        )
        st.altair_chart(bars)
    else:
        st.info("No word is left.")

with lengths:
    by_length = pd.Series(Counter(len(w) for w in words), name="words", dtype="int64").sort_index()
    st.bar_chart(by_length)
    per_sentence = pd.DataFrame(
        {"sentence": range(1, len(sentences) + 1), "words": [len(words_of(s)) for s in sentences]}
    )
    line = alt.Chart(per_sentence).mark_line(point=True).encode(x="sentence:O", y="words:Q")
    st.altair_chart(line)

with search:
    needle = st.text_input("Find", "the").strip().lower()
    exact = st.toggle("Whole words", value=True)
    hits = 0
    for sentence in sentences:
        pattern = rf"\b{re.escape(needle)}\b" if exact else re.escape(needle)
        if needle and re.search(pattern, sentence, re.IGNORECASE):
            hits += 1
            st.markdown("- " + re.sub(pattern, r"**\g<0>**", sentence, flags=re.IGNORECASE))
    st.caption(f"{hits} of {len(sentences)} sentences")
