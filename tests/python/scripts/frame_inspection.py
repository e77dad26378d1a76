# Code that looks into frames: locals(), df.query("@x"), inspect, eval.
import inspect

import pandas as pd
import streamlit as st

df = pd.DataFrame({"a": range(6), "b": list("xyxyxy")})
low = st.slider("low", 0, 5, 2)


def filtered(frame, letter):
    low = 1
    hidden = letter
    st.write(sorted(locals()))
    return frame.query("a >= @low and b == @hidden")


st.write(df.query("a > @low"))
st.write(filtered(df, st.radio("letter", ["x", "y"])))


def caller_name():
    return inspect.stack()[1].function


def here():
    return caller_name(), inspect.currentframe().f_lineno


st.write(here())
st.write(eval("low * 2"), sorted(n for n in globals() if not n.startswith("_")))
exec("made = low + 100")
st.write(made)
st.code(inspect.getsource(here))
st.write(vars().get("low"), here.__code__.co_firstlineno, __name__, __file__.endswith(".py"))


def with_locals(**kwargs):
    one = low
    two = one + 1
    return "{one} {two} {k}".format(**locals(), **kwargs)


st.write(with_locals(k=low))
