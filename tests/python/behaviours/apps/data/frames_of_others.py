# Tables of other libraries are known by their methods; cursors of databases are read to their end.
# > kind=cursor
# > n=4
# > kind=protocol
# > kind=pandas
# > kind=mapping
# > n=2
# > kind=wide
import collections
import sqlite3

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

n = st.slider("n", 1, 5, 3)
kind = st.selectbox("kind", ["rows", "cursor", "protocol", "pandas", "mapping", "wide"])
Row = collections.namedtuple("Row", "a b")


class ToPandas:
    def __init__(self, size):
        self.size = size

    def to_pandas(self):
        print("to_pandas", self.size)
        return pd.DataFrame({"x": range(self.size)})


class Arrow:
    def __arrow_c_stream__(self, requested_schema=None):
        return pa.table({"y": list(range(n))}).__arrow_c_stream__(requested_schema)


def shown():
    if kind == "cursor":
        base = sqlite3.connect(":memory:")
        base.execute("create table t (a, b)")
        base.executemany("insert into t values (?, ?)", [(i, str(i)) for i in range(n)])
        return base.execute("select * from t")
    if kind == "protocol":
        return Arrow()
    if kind == "pandas":
        return ToPandas(n)
    if kind == "mapping":
        return collections.OrderedDict(a=np.arange(n), b=[str(i) for i in range(n)])
    if kind == "wide":
        return pd.DataFrame(np.zeros((n, 60)), columns=pd.MultiIndex.from_product([range(6), range(10)]))
    return [Row(i, i * i) for i in range(n)]


st.dataframe(shown())
st.table(shown())
try:
    st.bar_chart(shown())
except Exception as error:
    st.write(type(error).__name__, str(error)[:60])
st.write("end", n)
