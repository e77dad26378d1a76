# Objects that are selected on a map.
# > select map {"selection": {"indices": {"points": [0]}, "objects": {"points": [{"lat": 1}]}}}
# > n=3
# > select map {"selection": {"indices": {}, "objects": {}}}
import json

import pandas as pd
import streamlit as st

n = st.slider("n", 1, 5, 2)
frame = pd.DataFrame({"lat": [float(i) for i in range(n)], "lon": [0.5] * n})
st.map(frame, size=n * 10)


class Deck:
    """As much of pydeck as Streamlit asks for."""

    deck_widget = None

    def to_json(self):
        layer = {"id": "points", "@@type": "ScatterplotLayer", "data": frame.to_dict("records")}
        return json.dumps({"layers": [layer], "n": n})


try:
    event = st.pydeck_chart(Deck(), on_select="rerun", key="map")
    st.write(event.selection)
except Exception as error:
    st.write(type(error).__name__, str(error)[:50])
