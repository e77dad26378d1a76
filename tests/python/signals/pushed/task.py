"""A task of an event loop on a thread writes; nothing on the page reads the second signal."""

import asyncio
import threading

import streamlit as st

from lattice import Signal, batch, effect, signal


@st.cache_resource
def loop() -> tuple[Signal[int], Signal[int], Signal[str]]:
    count, unread, loaded = signal(0), signal(0), signal("nothing")

    async def main() -> None:
        @effect
        async def load() -> None:
            wanted = count.value
            await asyncio.sleep(0.01)
            loaded.value = f"record {wanted}"

        for i in range(1, 11):
            await asyncio.sleep(0.05)
            with batch():
                count.value = i
                count.value = i * 2
                unread.value = i
        await asyncio.sleep(0.1)
        for i in range(100):
            unread.value = i
            await asyncio.sleep(0)
        await asyncio.sleep(60)

    threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
    return count, unread, loaded


count, unread, loaded = loop()
st.write("count is", count.value)
st.write("loaded", loaded.value)
