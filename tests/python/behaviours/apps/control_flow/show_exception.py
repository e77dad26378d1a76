# Exceptions that are caught and shown, swallowed, and raised again.
# > n=0
# > n=2
# > how=swallow
# > n=0
# > how=finally
# > n=3
import streamlit as st

n = st.slider("n", 0, 5, 1)
how = st.radio("how", ["show", "swallow", "finally"])
log = []
try:
    st.write("trying")
    value = 12 // n
    st.write("value", value)
except ZeroDivisionError as error:
    log.append("failed")
    if how == "show":
        st.exception(error)
    elif how == "swallow":
        st.error(f"swallowed {error}")
    else:
        raise
else:
    log.append("went well")
finally:
    log.append("finally")
    st.write(log)
st.write("end")
