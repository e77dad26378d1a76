# Log records and warnings of every run, with handlers that the script adds once.
# > n=2
# > n=3
# > rerun
import logging
import sys
import warnings

import streamlit as st

logger = logging.getLogger("behaviour")
if not logger.handlers:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)s %(funcName)s:%(lineno)d %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
n = st.slider("n", 0, 5)
logger.info("n is %d", n)
logger.debug("unseen")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn(f"careful {n}", UserWarning, stacklevel=1)
    if n > 2:
        warnings.warn("large", DeprecationWarning, stacklevel=1)
st.write([str(w.message) for w in caught], [w.lineno for w in caught])


def work(k):
    logger.warning("working %s", k)
    return k


st.write(work(n), len(logger.handlers))
