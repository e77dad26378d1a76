# An event loop taken when the script begins, and one made by hand.
# > n=4
# > n=1
import asyncio

import streamlit as st

loop = asyncio.get_event_loop()
n = st.slider("n", 0, 5, 2)


async def steps(k):
    total = 0
    async for i in count(k):
        total += i
        await asyncio.sleep(0)
    return total


async def count(k):
    for i in range(k):
        yield i


st.write(loop.run_until_complete(steps(n)), loop.is_running(), loop.is_closed())
own = asyncio.new_event_loop()
try:
    st.write(own.run_until_complete(asyncio.wait_for(steps(n + 1), 5)))
finally:
    own.close()
st.write(asyncio.run(steps(n + 2)))
