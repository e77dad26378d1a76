# `print` to both streams, `sys.stdout.write`, redirected output, and programs run by the script.
# > n=2
# > n=0
# > rerun
import contextlib
import io
import subprocess
import sys

import streamlit as st

n = st.slider("n", 0, 5, 1)
print("printed", n, sep="-", end="!\n", flush=True)
print("to stderr", file=sys.stderr)
sys.stdout.write(f"written {n}\n")
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("redirected", n)
    help(len)
print("to a buffer", file=buffer)
st.code(buffer.getvalue())
done = subprocess.run([sys.executable, "-c", f"print({n} + 1)"], capture_output=True, text=True)
st.write(done.stdout, done.returncode)
for i in range(n):
    print("line", i)
