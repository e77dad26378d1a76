# The implicit figure of pyplot, explicit figures, and style settings that stay.
import matplotlib.pyplot as plt
import streamlit as st

n = st.slider("n", 1, 6, 3)
plt.figure(figsize=(2, 1), dpi=50)
plt.plot(range(n), [i * i for i in range(n)])
if st.checkbox("title"):
    plt.title(f"{n}")
st.pyplot(plt.gcf(), clear_figure=True)
fig, axes = plt.subplots(1, 2, figsize=(3, 1), dpi=50)
axes[0].bar(range(n), range(n))
width = st.slider("width", 1, 5, 2)
plt.rcParams["lines.linewidth"] = width
axes[1].plot([0, 1], [0, width])
if st.checkbox("more"):
    axes[0].axhline(1)
st.pyplot(fig)
st.write(len(fig.axes), plt.rcParams["lines.linewidth"])
plt.close(fig)
st.write(len(plt.get_fignums()))
