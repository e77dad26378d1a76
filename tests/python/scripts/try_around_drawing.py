# try/except/else/finally around drawing calls.
import streamlit as st

n = st.slider("n", 0, 4, 1)
log = []
try:
    st.write("trying", n)
    log.append(10 // n)
    st.write("worked", log)
except ZeroDivisionError as error:
    st.error(str(error))
    log.append("error")
else:
    st.write("else", log)
finally:
    st.write("finally")
    log.append("finally")
st.write(log)


def risky(v):
    try:
        if v > 2:
            raise KeyError(v)
        st.write("fine", v)
        return "returned"
    except KeyError as error:
        st.write("caught", error.args)
        return "caught"
    finally:
        st.write("cleanup", v)


for i in range(n):
    st.write(risky(i))
try:
    value = int(st.text_input("a number", "12"))
except ValueError:
    st.warning("not a number")
    value = -1
st.write(value)
try:
    1 / 0
except Exception as error:
    st.exception(error)
