# The query of the address is read and written by the script.
# > n=3
# > click clear
# > word=hello
# > reload n=2&tag=a&tag=b
# > n=4
import streamlit as st

query = st.query_params
start = int(query.get("n", 1))
n = st.slider("n", 0, 5, start)
query["n"] = str(n)
st.write(query.to_dict(), query.get_all("tag"), "word" in query)
word = st.text_input("word")
if word:
    query.word = word
if st.button("clear"):
    query.clear()
st.write(len(query), sorted(query))
