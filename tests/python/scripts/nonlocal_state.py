# nonlocal across drawing functions and objects that hold functions.
import streamlit as st


def build(n):
    total = 0
    seen = []

    def add(v):
        nonlocal total
        total += v
        seen.append(total)
        return total

    def show(title):
        st.write(title, total, list(seen))
        if st.checkbox(f"extra {title}"):
            add(100)
            st.write("now", total)

    for i in range(n):
        add(i)
    show("inside")
    return add, show


add, show = build(st.slider("n", 0, 5, 3))
add(st.number_input("value", 0, 9, 1))
show("outside")
api = {"add": add, "twice": lambda v: (add(v), add(v))[1]}
if st.toggle("use the api"):
    st.write(api["twice"](5))
show("end")
