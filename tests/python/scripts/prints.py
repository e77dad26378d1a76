# Printed lines are an effect: every line of a fresh run appears, in order.
import sys

import streamlit as st

print("start")
n = st.slider("n", 0, 3, 1)
print("n", n, sep="=")


def noisy(v):
    print("noisy", v)
    return v + 1


total = 0
for i in range(n):
    total += noisy(i)
    print(i, end=" ")
print()
sys.stdout.write("direct\n")
st.write(total)
if st.checkbox("more"):
    print("more\nlines", flush=True)
values = [noisy(v) for v in (n, n)]
st.write(values)
print("end", values)
