# Statements in functions that may leave a variable as it was: what it was is then what they hand on.
# > n=1
# > bound=True
# > n=2
# > bound=False
# > n=0
import contextlib

import streamlit as st

n = st.slider("n", 0, 5, 0)
bound = st.checkbox("bound")


def by_match(a):
    match bound:
        case True:
            a = ["match"]
        case _:
            pass
    a.append(n)
    st.write("match", str(a))


def by_for(a):
    for _ in range(int(bound)):
        a = ["for"]
    a.append(n)
    st.write("for", str(a))


def by_while(a):
    while bound and len(a) == 0:
        a = ["while"]
    a.append(n)
    st.write("while", str(a))


def by_try(a):
    try:
        int("1" if bound else "x")
        a = ["try"]
    except ValueError:
        pass
    a.append(n)
    st.write("try", str(a))


def by_with(a):
    with contextlib.suppress(ValueError):
        int("1" if bound else "x")
        a = ["with"]
    a.append(n)
    st.write("with", str(a))


def by_import(json):
    for _ in range(int(bound)):
        import json
    st.write("import", str(type(json)))


def in_turn(rows):
    last = "nothing"
    for row in rows:
        with contextlib.suppress(ZeroDivisionError):
            last = 12 // row
        st.write("last", last)


def perhaps_unbound(rows):
    for row in rows:
        last = row
    for row in rows[1:]:
        last = last, row
    # Alone: in 3.11 the place an error names moves with the number of calls when a constant and a
    # variable are loaded one after the other.
    st.write(last)


for draw in (by_match, by_for, by_while, by_try, by_with, by_import):
    draw([])
in_turn([4, 0, n, 0])
perhaps_unbound(list(range(n)))
