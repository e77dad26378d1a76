# `try` around drawing: what was drawn before the exception stays, whatever clause goes on.
# > n=0
# > again=true
# > n=2
# > again=false
import streamlit as st

n = st.slider("n", 0, 5, 1)
again = st.checkbox("again")


def risky(k):
    st.write("before")
    value = 10 // k
    st.write("after", value)
    return value


for attempt in range(2):
    try:
        with st.container(border=True):
            risky(n - attempt)
    except ZeroDivisionError as error:
        st.error(f"attempt {attempt}: {error}")
        if again:
            continue
        break
    except (TypeError, ValueError):
        st.error("never")
    else:
        st.success(f"attempt {attempt}")
    finally:
        st.caption(f"finally {attempt}")
with st.container():
    try:
        st.write({"a": 1}[str(n)])
    except KeyError:
        pass
st.write("end")
