# Figures obey the style that was set before them.
# > width=4
# > style=dark_background
# > width=2
# > style=default
# > other=3
import matplotlib as mpl
import matplotlib.pyplot as plt
import streamlit as st

width = st.slider("width", 1, 5, 1)
style = st.selectbox("style", ["default", "dark_background"])
other = st.slider("other", 0, 5, 0)
mpl.rcParams["lines.linewidth"] = width
plt.style.use(style)


def make():
    figure = mpl.figure.Figure(figsize=(2, 1))
    axes = figure.subplots()
    return figure, axes.plot([1, 2])[0]


figure, line = make()
st.write(line.get_linewidth(), figure.get_facecolor(), other)
st.pyplot(figure)
plt.rcParams["lines.linewidth"] = 9
figure, line = make()
st.write(line.get_linewidth())
