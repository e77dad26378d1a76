# Errors in the middle of the page, and recovery in the next interaction.
import streamlit as st

data = {"a": 1, "b": [1, 2, 3]}
done = []
key = st.selectbox("key", ["a", "b", "missing"])
divisor = st.slider("divisor", 0, 3, 1)
st.write("before")
done.append("before")


def divide(value, by):
    return value / by


value = data[
    key
]
done.append("looked up")
st.write(divide(len(str(value)), divisor), done)
if st.checkbox("change the data"):
    data["b"].append(divide(
        1,
        divisor - 1,
    ))
    st.write("changed")
done.append("end")
st.write(data, done)
if st.button("raise"):
    raise ValueError(f"asked for: {key}")
assert divisor < 3, "divisor is three"
st.write("last")
