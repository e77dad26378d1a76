# A module beside the script keeps state between runs, as modules do.
import helper_module
import streamlit as st
from helper_module import REGISTRY, Account, register

n = st.slider("n", 0, 5, 1)
helper_module.visit()
st.write("visits", helper_module.visits)
account = Account("main")
account.pay(n)
st.write(account.balance, Account.opened)
if st.button("register"):
    register(f"name{n}")
st.write(REGISTRY)
if st.checkbox("patch the module"):
    helper_module.FACTOR = 10
else:
    helper_module.FACTOR = 2
st.write(helper_module.scaled(n))
