# Connections and secrets.
# > n=3
# > click insert
# > click insert
# > n=1
import sqlite3

import streamlit as st
from streamlit.connections import BaseConnection


class Notes(BaseConnection[sqlite3.Connection]):
    def _connect(self, **kwargs):
        print("connecting", self._secrets.get("database"))
        connection = sqlite3.connect(self._secrets["database"], check_same_thread=False)
        connection.execute("create table notes (text)")
        return connection

    def insert(self, text):
        self._instance.execute("insert into notes values (?)", (text,))

    def all(self):
        return [text for (text,) in self._instance.execute("select text from notes")]


notes = st.connection("notes", type=Notes)
n = st.slider("n", 0, 5)
if st.button("insert"):
    notes.insert(f"note {n}")
st.write(notes.all(), st.secrets["greeting"], st.secrets.connections.notes.database)
