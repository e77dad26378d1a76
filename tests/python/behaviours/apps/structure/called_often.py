# Functions that may draw, called more often than is worth a record each: in loops, and recursively.
# > limit=3
# > show=5
# > show=6
# > limit=4
import streamlit as st

limit = st.slider("limit", 0, 9, 2)
show = st.number_input("show", 0, 100, 7)


def cost(months, salary):
    if months == show and salary == 100:
        st.info(f"{months} months at {salary}")
    return months * salary * limit


def solve():
    found = []
    for months in range(13):
        for salary in range(100, 3000):
            if cost(months, salary) > 2500:
                found.append((months, salary))
                break
    st.write("found", found)


def ways(n):
    if n == show:
        st.caption("way")
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)


st.write("before", limit)
solve()
total = 0
for i in range(30000):
    total += cost(i, 1)
st.write("total", total)
st.write("after", show)
if limit > 3:
    st.write("ways", ways(21))
