# Imports in functions and branches, aliases, and attributes of modules.
import streamlit as st

n = st.slider("n", 0, 5, 2)
if n > 2:
    import math as m
else:
    import cmath as m
st.write(str(m.sqrt(n)), m.__name__)


def late(v):
    from json import dumps

    import string as s

    return dumps({"v": v}), s.ascii_lowercase[:v]


st.write(late(n))
import os.path as p

st.write(p.basename("/a/b.txt"))
if st.checkbox("star"):
    from itertools import accumulate

    st.write(list(accumulate(range(n))))
import collections

counter = collections.Counter("abracadabra")
counter.update("a" * n)
st.write(counter.most_common(2), collections.deque(range(n), maxlen=3))
queue = collections.deque([1, 2])
queue.rotate(n)
queue.appendleft(n)
st.write(list(queue))
groups = collections.defaultdict(list)
for i in range(n):
    groups[i % 2].append(i)
st.write(dict(groups), groups[7])
