# `await` at the top of a script, as far as Python lets it; coroutines run by asyncio.
# > n=2
# > n=4
import asyncio

import streamlit as st

n = st.slider("n", 0, 5, 1)


async def fetch(i):
    await asyncio.sleep(0)
    return i * 2


async def draw():
    for i in range(n):
        value = await fetch(i)
        st.write("fetched", value)
        value
        await fetch(value)
    results = await asyncio.gather(*(fetch(i) for i in range(3)))
    return results


asyncio.run(draw())
st.write(asyncio.new_event_loop().run_until_complete(draw()))
