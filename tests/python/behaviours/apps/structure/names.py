# Globals that functions change, names rebound, deleted, starred, swapped and shadowed.
# > n=3
# > other=2
# > n=1
import streamlit as st

n = st.slider("n", 0, 5, 2)
other = st.slider("other", 0, 5)
total = 0
list_of = []


def add(value):
    global total, made
    total += value
    made = f"made {value}"
    list_of.append(value)


add(n)
add(other)
st.write(total, made, list_of)
total = total * 10
first, *rest = [n, other, total]
n, other = other, n
st.write(first, rest, n, other)
for total in range(2):
    pass
st.write("loop left", total)
x = [total for total in range(3)]
st.write(total, x)
del list_of[0], made
try:
    st.write(made)
except NameError as error:
    st.write(str(error))
sum = lambda values: "shadowed"
st.write(sum([1]))
value = [1, 2, 3]
value += [n]
alias = value
alias[0] = "changed"
value = value + ["new"]
st.write(alias, value)
