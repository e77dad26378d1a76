# The same list under several names and inside other containers.
import streamlit as st

base = [1, 2]
alias = base
holder = {"list": base, "copy": list(base)}
nested = [base, [base]]
n = st.slider("n", 0, 4, 1)
if st.checkbox("through the alias"):
    alias.append(n)
if st.checkbox("through the dict"):
    holder["list"].append(n * 10)
if st.checkbox("through the nest"):
    nested[1][0].append(n * 100)
st.write(base, holder, nested)
if st.checkbox("rebind"):
    base = [9]
st.write(base is alias, base is holder["list"], nested[0] is alias)
pair = (base, alias)
pair[0].append(n)
st.write(str(pair), len(alias))
matrix = [[0] * 2] * 3
matrix[n % 3][0] = n
st.write(str(matrix))
