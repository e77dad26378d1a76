# Fragments called from functions, under conditions, and in a page function; helpers called inside.
import streamlit as st

state = st.session_state
state.setdefault("notes", [])


def table(rows, title):
    st.caption(title)
    for row in rows:
        st.write("-", row)


@st.fragment
def notes(limit):
    text = st.text_input("note", key="note")
    add = st.button("add")
    if add and text:
        state.notes.append(text)
    shown = state.notes[-limit:]
    table(shown, f"{len(shown)} of {len(state.notes)}")
    if len(state.notes) > 3:
        state.notes.clear()
        st.rerun()


@st.fragment
def shape():
    kind = st.radio("kind", ["line", "area", "none"])
    points = [n * n for n in range(st.slider("points", 2, 8, 4))]
    if kind == "line":
        st.line_chart(points)
    elif kind == "area":
        st.area_chart(points)
    else:
        return
    with st.expander("points"):
        st.write(points)


def main():
    limit = st.sidebar.slider("limit", 1, 5, 2)
    st.title("Notes")
    notes(limit)
    if st.sidebar.checkbox("shape", value=True):
        shape()
    first, second = st.tabs(["one", "two"])
    with first:
        st.write("notes", len(state.notes))
    with second:
        st.write("limit", limit)


if __name__ == "__main__":
    main()
