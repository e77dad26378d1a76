# Threads without a context compute; threads with one draw.
# > n=4
# > draw=true
# > n=2
import threading
from concurrent.futures import ThreadPoolExecutor

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

n = st.slider("n", 1, 5, 2)
draw = st.checkbox("draw")
results = {}


def work(i):
    results[i] = i * n


threads = [threading.Thread(target=work, args=(i,)) for i in range(n)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with ThreadPoolExecutor(2) as pool:
    squares = list(pool.map(lambda i: i * i, range(n)))
st.write(sorted(results.items()), squares)
place = st.empty()
if draw:
    thread = threading.Thread(target=lambda: place.write(f"drawn by a thread {n}"))
    add_script_run_ctx(thread, get_script_run_ctx())
    thread.start()
    thread.join()
st.write(threading.current_thread().name.startswith("ScriptRunner"), n)
