# Pages that are files beside the script.
# > page chart
# > points=4
# > page settings
# > factor=3
# > page chart
# > common=2
# > page settings
import streamlit as st

st.session_state.setdefault("factor_kept", 1)
common = st.sidebar.slider("common", 0, 5)
page = st.navigation({"work": [st.Page("_settings.py", title="settings", default=True)],
                      "show": [st.Page("_chart.py", title="chart", url_path="chart")]})
st.write("above", common)
page.run()
st.write("below")
