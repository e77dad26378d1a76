# `.clear()` of one call, of one function, of all.
# > n=2
# > click this call
# > n=1
# > click function
# > click all data
# > click all resources
# > n=2
import streamlit as st

n = st.slider("n", 1, 5, 1)


@st.cache_data
def data(k):
    print("data", k)
    return [k]


@st.cache_resource
def resource():
    print("resource")
    return {"count": 0}


if st.button("this call"):
    data.clear(n)
if st.button("function"):
    data.clear()
st.button("all data", on_click=st.cache_data.clear)
if st.button("all resources"):
    st.cache_resource.clear()
resource()["count"] += 1
st.write(data(n), data(n + 1), resource()["count"])
