# Page functions chosen by a radio, a dict or their names, each with widgets of its own.
# > page=charts
# > points=7
# > page=table
# > page=charts
# > mode=detail
# > page=home
import streamlit as st


def home():
    st.write("welcome", st.text_input("name", "you"))


def charts():
    points = st.slider("points", 2, 9, 3)
    st.line_chart({"y": [i * i for i in range(points)]})


def table():
    rows = st.number_input("rows", 1, 5, 2)
    st.table({"a": list(range(rows))})


PAGES = {"home": home, "charts": charts, "table": table}
with st.sidebar:
    page = st.radio("page", list(PAGES))
    mode = st.selectbox("mode", ["brief", "detail"])
PAGES[page]()
{"brief": lambda: None, "detail": lambda: st.caption(f"details of {page}")}[mode]()
getattr(st, "success" if mode == "detail" else "info")(page)
globals()[page].__name__ and st.write(page.upper())
