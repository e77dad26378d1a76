# Asynchronous context managers, iterators and comprehensions that draw.
# > n=4
# > n=0
import asyncio
from contextlib import asynccontextmanager

import streamlit as st

n = st.slider("n", 0, 5, 2)


@asynccontextmanager
async def box(title):
    with st.container(border=True):
        st.caption(title)
        yield title


async def numbers(k):
    for i in range(k):
        await asyncio.sleep(0)
        yield i


async def main():
    async with box("box") as title:
        async for i in numbers(n):
            st.write(title, i)
    return [i * 2 async for i in numbers(n)]


st.write(asyncio.run(main()))
