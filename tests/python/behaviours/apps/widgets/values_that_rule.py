# The value of one widget rules the options, bounds and labels of others.
# > country=France
# > city=Lyon
# > people=4
# > name 3=Dora
# > country=Italy
# > people=2
import streamlit as st

cities = {"France": ["Paris", "Lyon"], "Italy": ["Rome", "Milan", "Turin"]}
country = st.selectbox("country", list(cities)[::-1])
city = st.selectbox("city", cities[country])
people = st.slider("people", 1, 5, 2)
names = [st.text_input(f"name {i}", key=f"name {i}") for i in range(people)]
nights = st.slider("nights", people, people + 5)
if st.checkbox(f"book {city}"):
    st.write("booked")
st.write(country, city, names, nights)
