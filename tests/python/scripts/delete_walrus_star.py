# del, walrus, star arguments, unpacking, swaps, chained assignment and comparison.
import streamlit as st

if (n := st.slider("n", 0, 6, 3)) > 2 and (half := n // 2):
    st.write("half", half)
st.write([y := n + 1, y * y], y)
items = [1, 2, 3, 4]
del items[: n // 2]
st.write(items)
d = {"a": 1, "b": 2}
if st.checkbox("delete"):
    del d["a"], items[-1:]
st.write(d, items)


def spread(*args, first=None, **kwargs):
    st.write("spread", len(args), first, kwargs)
    return args


got = spread(*items, first=n, **d)
spread(*got, *"ab", **{"k": n})
head, *rest = [n, *items, 0]
st.write(head, rest)
a, b = n, 10
a, b = b, a
x = y = z = [n]
x.append(1)
st.write(a, b, z)
(p, q), r = (a, b), {**d, "r": n}
st.write(p, q, r, 0 < n <= 4)
found = any((hit := v) > 2 for v in items)
st.write(found, hit if items else None)
while (n := n - 1) > 0:
    if n == 2:
        continue
    st.write("down", n)
