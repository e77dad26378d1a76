# += on lists changes the object, on tuples and strings it makes a new one.
import streamlit as st

a = [1]
b = a
n = st.slider("n", 0, 4, 1)
a += [n]
st.write(b, a is b)
t = (1,)
u = t
t += (n,)
st.write(str(t), str(u))
s = "x"
s *= n
st.write(s)
a = a + [99]
st.write(b, a is b)
if st.checkbox("more"):
    b += a
    b *= 2
st.write(a, b)
d = {"k": b}
d["k"] += ["through the dict"]
st.write(b[-1], d["k"] is b)
d |= {"n": n}
st.write(sorted(d))
sets = {1, 2}
same = sets
sets |= {n + 10}
st.write(sorted(same))


class Holder:
    items = []


h = Holder()
h.items += [n]
st.write(Holder.items, "items" in vars(h))
c = [[]] * 2
c[0] += [n]
st.write(c)
