# Threads that are joined before the script goes on.
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import streamlit as st

n = st.slider("n", 1, 4, 2)
results = {}


def work(i):
    results[i] = i * n


workers = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
st.write(dict(sorted(results.items())))
with ThreadPoolExecutor(2) as pool:
    squares = list(pool.map(lambda v: v * v, range(n)))
st.write(squares)
lock = threading.Lock()
total = 0


def add(v):
    global total
    with lock:
        total += v


jobs = [threading.Thread(target=add, args=(i,)) for i in range(n)]
[j.start() for j in jobs]
[j.join() for j in jobs]
st.write(total)
q = queue.Queue()
threading.Thread(target=lambda: q.put(n * 100)).start()
st.write(q.get(timeout=5), st.checkbox("unrelated"))
