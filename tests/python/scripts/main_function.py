# Everything in main(), helpers that draw, an early return, and the usual guard at the end.
import streamlit as st

RATES = {"low": 1, "mid": 5, "high": 25}


def header(text):
    st.header(text)
    st.divider()


def table(rows, scale):
    if not rows:
        st.info("nothing to show")
        return None
    scaled = [row * scale for row in rows]
    st.dataframe({"row": rows, "scaled": scaled})
    return sum(scaled)


def main():
    header("In main")
    rate = RATES[st.selectbox("rate", list(RATES))]
    count = st.number_input("count", 0, 12, 3)
    if st.checkbox("stop early"):
        st.warning("stopped")
        return
    total = table(list(range(count)), rate)
    if total is None:
        return
    st.success(f"total {total}")
    header("Second part")
    total2 = table([total, rate], 2)
    st.write(total, total2, total2 > total)


if __name__ == "__main__":
    main()
