# `main()` returns early; `if __name__ == "__main__"` is true.
# > n=0
# > n=4
# > login=true
# > n=2
# > login=false
import streamlit as st


def login():
    if not st.sidebar.checkbox("login"):
        st.write("please log in")
        return None
    return "Ada"


def main():
    st.title("app")
    n = st.slider("n", 0, 5, 1)
    if n == 0:
        st.write("nothing")
        return
    user = login()
    if user is None:
        return
    for i in range(n):
        if i == 3:
            break
        st.write(user, i)
    else:
        st.write("all")
    st.write("end")


if __name__ == "__main__":
    main()
