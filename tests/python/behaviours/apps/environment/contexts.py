# What belongs to a thread is new in every run: context variables, thread-local objects, the loop.
# > n=3
# > other=2
# > limit=300
# > other=4
# > n=1
import asyncio
import contextvars
import socket
import sys
import threading

import numpy as np
import streamlit as st

n = st.slider("n", 0, 5, 1)
other = st.slider("other", 0, 5)
limit = st.number_input("limit", 200, 2000, 1000)
user: contextvars.ContextVar[str] = contextvars.ContextVar("user", default="nobody")
local = threading.local()
user.set(f"user {n}")
local.value = n * 10
asyncio.set_event_loop(asyncio.new_event_loop())
asyncio.get_event_loop().slow_callback_duration = n + 1
sys.setrecursionlimit(limit)
socket.setdefaulttimeout(n + 2)
old = np.geterr()["divide"]
np.seterr(divide="ignore" if n > 2 else "warn")


def greeting():
    return f"hello {user.get()}"


def depth(k):
    try:
        return depth(k + 1)
    except RecursionError:
        return k


st.write(greeting(), local.value, other)
st.write(getattr(local, "value", None), contextvars.copy_context()[user])
st.write(asyncio.get_event_loop().slow_callback_duration, old, np.geterr()["divide"], other)
st.write(depth(0) < 300, socket.getdefaulttimeout(), sys.getrecursionlimit())
with np.errstate(divide="raise"):
    st.write(np.geterr()["divide"], other)
token = user.set("for a while")
st.write(greeting())
user.reset(token)
st.write(greeting(), n)
asyncio.get_event_loop().close()
