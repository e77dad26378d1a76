# An application object that serves a script.
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def lifespan(app):
    yield {"ready": True}


app = st.App("served.py", lifespan=lifespan)
