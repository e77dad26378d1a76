# `try` in functions and loops: early exits, names that handlers unbind, calls left by exceptions.
import streamlit as st


def parse(text):
    try:
        st.write("parsing", text)
        number = int(text)
    except ValueError as problem:
        st.warning(str(problem))
        return None
    else:
        st.write("parsed", number)
    return number


def unbinds(flag):
    problem = "before"
    try:
        st.write("problem is", problem)
        if flag:
            raise KeyError(problem)
    except KeyError as problem:
        st.write("caught", problem)
    try:
        st.write("after", problem)
    except UnboundLocalError as second:
        st.write(str(second))


def deep(level):
    st.write("level", level)
    if level == 0:
        return 1 // 0
    return deep(level - 1) + 1


def closing(n):
    try:
        st.write("open", n)
        if n > 3:
            raise OverflowError(n)
    finally:
        st.write("close", n)
    st.write("closed", n)


def swallows(n):
    for i in range(3):
        try:
            st.write("turn", i)
            if i == n:
                raise IndexError(i)
            if i == n + 1:
                continue
            st.write("turn ends", i)
        except IndexError:
            st.write("leaves", i)
            break
        finally:
            st.write("finally", i)
    st.write("left")


def shows_closure(flag):
    shown = []
    try:
        st.write("closure")
        if flag:
            raise ValueError("kept")
    except ValueError as error:
        message = str(error)
        shown.append(lambda: message)
    st.write([make() for make in shown])


text = st.text_input("text", "12")
flag = st.checkbox("flag")
n = st.slider("n", 0, 5, 1)
st.write("result", parse(text))
unbinds(flag)
for name in ["a", "b"]:
    try:
        with st.expander(name):
            st.write(name, n)
            st.write(deep(n)) if name == "a" or flag else st.write("flat")
    except ZeroDivisionError as error:
        st.write("deep failed", type(error).__name__)
    st.write("next", name)
try:
    deep(n)
    st.write("never")
except ZeroDivisionError:
    st.write("caught above", n)
    closing(n) if n < 4 else None
swallows(n)
shows_closure(flag)
try:
    closing(n)
except OverflowError as error:
    st.write("overflow", error.args)


@st.fragment
def part():
    try:
        value = st.number_input("value", 0, 5)
        st.write(10 // value)
    except ZeroDivisionError as error:
        st.error(str(error))
    finally:
        st.write("part done")


part()
