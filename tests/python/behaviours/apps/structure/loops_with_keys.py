# Widgets of a loop, one for each thing, with results collected in every shape.
# > amount-b=5
# > on-c=true
# > count=5
# > amount-e=2
# > sort=true
# > count=2
import streamlit as st

count = st.slider("count", 1, 5, 3)
things = {name: ord(name) - 96 for name in "abcde"[:count]}
if st.checkbox("sort", key="sort"):
    things = dict(sorted(things.items(), reverse=True))
amounts = {
    name: st.number_input(f"amount of {name}", 0, 9, value, key=f"amount-{name}")
    for name, value in things.items()
}
chosen = [name for name in things if st.checkbox(f"take {name}", key=f"on-{name}")]
tabs = st.tabs([f"tab {name}" for name in things])
for (i, (name, tab)) in enumerate(zip(things, tabs)):
    with tab:
        st.write(i, name, amounts[name])
        if name in chosen:
            tab.success("chosen")
st.write(amounts, chosen, max(amounts, key=amounts.get))
