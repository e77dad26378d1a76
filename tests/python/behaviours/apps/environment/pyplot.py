# The figure that pyplot keeps to itself.
# > n=3
# > title=curve
# > clear=false
# > n=2
import matplotlib.pyplot as plt
import streamlit as st

n = st.slider("n", 2, 5, 2)
title = st.text_input("title", "plot")
clear = st.checkbox("clear", True)
plt.plot(range(n), [i * i for i in range(n)])
plt.title(title)
st.pyplot(plt.gcf(), clear_figure=clear)
st.write(plt.get_fignums(), len(plt.gca().lines))
fig, ax = plt.subplots(figsize=(2, 1))
ax.bar(range(n), range(n))
st.pyplot(fig)
plt.close("all")
