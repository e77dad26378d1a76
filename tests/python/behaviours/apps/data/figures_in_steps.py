# A figure that is built up, drawn, looked at and changed again.
# > n=4
# > other=2
# > title=new
# > other=3
# > bins=7
# > clear=true
# > n=5
# > other=0
import matplotlib.pyplot as plt
import numpy as np
import streamlit as st

n = st.slider("n", 2, 9, 3)
bins = st.slider("bins", 2, 9, 5)
other = st.slider("other", 0, 9, 1)
title = st.text_input("title", "first")
clear = st.checkbox("clear")
fig, ax = plt.subplots(figsize=(2, 1))
ax.plot(range(n))
if other > 1:
    ax.axhline(other)
ax.set_title(title)
st.write(ax.get_ylim(), len(ax.lines))
st.pyplot(fig)
st.write(len(ax.texts), ax.get_title(), ax.get_xlim())
ax.text(0, 0, f"{other}")
st.pyplot(fig)
plt.close(fig)
hist, axes = plt.subplots(figsize=(2, 1), layout="constrained")
axes.hist(np.arange(20) % 7, bins=bins)
st.pyplot(hist, clear_figure=clear)
st.write(len(hist.axes), [round(x, 3) for x in axes.get_position().bounds])
plt.close(hist)
st.write(plt.get_fignums() == [])
