"""What libraries keep between calls: attributes, options, registries, settings of the process."""

import sys
from pathlib import Path

import pytest

from hidden.library_story import DEEP, LIBRARY, Case, tell
from sensing.sensing_story import PACKAGE, Watched, installed, tell_in_process

FIELDKIT = "import fieldkit"

OWN = {
    "attribute of a module of Python": Case(
        "import colorsys",
        "colorsys.hidden = n",
        "getattr(colorsys, 'hidden', None)",
        "del colorsys.hidden",
    ),
    "function of a module of Python": Case(
        "import colorsys",
        "colorsys.rgb_to_yiq = lambda *parts, n=n: n",
        "colorsys.rgb_to_yiq(1, 1, 1)",
        "import importlib; importlib.reload(colorsys)",
        skipped=False,
    ),
    "attribute of a class of Python": Case(
        "import textwrap",
        "textwrap.TextWrapper.extra = n",
        "getattr(textwrap.TextWrapper, 'extra', 0)",
        "del textwrap.TextWrapper.extra",
    ),
    "attribute": Case(FIELDKIT, "fieldkit.extra = n", "getattr(fieldkit, 'extra', 0)"),
    "global variable": Case(FIELDKIT, "fieldkit.configure(n)", "fieldkit.work()"),
    "dictionary": Case(FIELDKIT, "fieldkit.registry['a'] = n", "fieldkit.work()"),
    "dictionary by its name": Case(
        "from fieldkit import registry, work", "registry['a'] = n", "work()"
    ),
    "list": Case(FIELDKIT, "fieldkit.names.append(n)", "str(fieldkit.names)", skipped=False),
    "class attribute": Case(FIELDKIT, "fieldkit.Shape.sides = n", "fieldkit.Shape().text()"),
    "list of a class": Case(
        "from fieldkit import Shape",
        "Shape.kinds.append(n)",
        "Shape().text()",
        skipped=False,
    ),
    "defaults": Case(FIELDKIT, "fieldkit.work.__defaults__ = (n,)", "fieldkit.work()"),
    "function attribute": Case(
        FIELDKIT, "fieldkit.work.note = n", "getattr(fieldkit.work, 'note', 0)"
    ),
    "patched function": Case(
        FIELDKIT, "fieldkit.work = lambda n=n: n * 100", "fieldkit.work()", skipped=False
    ),
    "options object": Case(FIELDKIT, "fieldkit.options.width = n", "fieldkit.Client().text()"),
    "inside of options": Case(
        FIELDKIT,
        "fieldkit.options.inner['height'].append(n)",
        "fieldkit.Client().text()",
        skipped=False,
    ),
    "instance that the library made": Case(
        FIELDKIT, "fieldkit.session.timeout = n", "fieldkit.session.text()"
    ),
    "class of a library and an instance of it": Case(
        "from fieldkit import Client\nclient = Client()", "Client.timeout = n", "client.text()"
    ),
    "state of a module inside": Case(
        "from fieldkit import set_level, level", "set_level(n)", "level()"
    ),
    "patched streamlit": Case(
        "", "st.hidden = n", "getattr(st, 'hidden', 0)", "import streamlit; del streamlit.hidden"
    ),
}


@pytest.mark.parametrize("case", OWN.values(), ids=OWN.keys())
def test_state_of_a_library(case: Case, tmp_path: Path) -> None:
    tell(tmp_path, case)


KNOWN = {
    "options of pandas": Case(
        "import pandas as pd\nfrom decimal import *",
        "pd.options.display.precision = n",
        "str(pd.Series([1.23456789]))",
        "pd.reset_option('display.precision')",
    ),
    "option by name": Case(
        "import pandas as pd",
        "pd.set_option('display.max_rows', n + 4)",
        "str(pd.Series(range(60)))",
        "pd.reset_option('display.max_rows')",
    ),
    "print options of numpy": Case(
        "import numpy as np",
        "np.set_printoptions(precision=n)",
        "str(np.array([1.23456789]))",
        "np.set_printoptions(precision=8)",
    ),
    "precision of decimal": Case(
        "import decimal",
        "decimal.getcontext().prec = n + 3",
        "str(decimal.Decimal(1) / 7)",
        "decimal.getcontext().prec = 28",
    ),
    "environment": Case(
        "import os, os.path",
        "os.environ['HIDDEN'] = str(n)",
        "os.path.expandvars('$HIDDEN')",
        "os.environ.pop('HIDDEN', None)",
    ),
    "working folder": Case(
        "import os\nfrom pathlib import Path",
        "os.chdir(['/', '/tmp', '/usr', '/var', '/', '/'][n])",
        "str(Path('a').absolute())",
    ),
    "search path": Case(
        "import sys",
        "sys.path.append(f'/hidden/{n}')",
        "[one for one in sys.path if one.startswith('/hidden/')]",
        "sys.path[:] = [one for one in sys.path if not one.startswith('/hidden/')]",
        skipped=False,
    ),
    "recursion limit": Case(
        "import sys",
        "sys.setrecursionlimit(3000 + n)",
        "sys.getrecursionlimit()",
        "sys.setrecursionlimit(1000)",
        skipped=False,
    ),
    "level of a logger": Case(
        "import logging\nfrom logging import getLogger",
        "getLogger('hidden').setLevel(n * 10)",
        "getLogger('hidden').isEnabledFor(25)",
        "getLogger('hidden').setLevel(0)",
        skipped=False,
    ),
    "handlers of a logger": Case(
        "import logging",
        "logging.getLogger('hidden').addHandler(logging.NullHandler())",
        "len(logging.getLogger('hidden').handlers)",
        "logging.getLogger('hidden').handlers.clear()",
        skipped=False,
    ),
    "filters of warnings": Case(
        "import warnings",
        "warnings.filterwarnings('ignore', f'hidden {n}')",
        "len([one for one in warnings.filters if one[1] and 'hidden' in one[1].pattern])",
        "warnings.filters[:] = [one for one in warnings.filters if not one[1] or "
        "'hidden' not in one[1].pattern]",
        skipped=False,
    ),
    "first day of the week": Case(
        "import calendar",
        "calendar.setfirstweekday(n)",
        "calendar.month(2024, 1)",
        "calendar.setfirstweekday(0)",
    ),
    "types of files": Case(
        "import mimetypes",
        "mimetypes.add_type(f'text/hidden{n}', '.hidden')",
        "str(mimetypes.guess_type('a.hidden'))",
        "mimetypes.init()",
    ),
    "settings of matplotlib": Case(
        "import matplotlib",
        "matplotlib.rcParams['lines.linewidth'] = n + 1",
        "matplotlib.rcParams['lines.linewidth']",
        "matplotlib.rcdefaults()",
        skipped=False,
    ),
    "template of plotly": Case(
        "import plotly.io as pio\nimport plotly.graph_objects as go",
        "pio.templates.default = ['plotly', 'ggplot2', 'seaborn', 'none', 'plotly', 'plotly'][n]",
        "str(go.Figure().layout.template)[:60]",
        "pio.templates.default = 'streamlit'",
    ),
    "defaults of plotly express": Case(
        "import plotly.express as px",
        "px.defaults.height = 100 + n",
        "px.line(x=[1], y=[2]).layout.height",
        "px.defaults.height = None",
        skipped=False,
    ),
    "theme of altair": Case(
        "import altair as alt",
        "alt.theme.enable(['default', 'dark', 'latimes', 'ggplot2', 'default', 'default'][n])",
        "str(alt.theme.active)",
        "alt.theme.enable('default')",
        skipped=False,
    ),
    "transformers of altair": Case(
        "import altair as alt",
        "alt.data_transformers.enable('default', max_rows=n + 100)",
        "str(alt.data_transformers.options)",
        "alt.data_transformers.enable('default')",
        skipped=False,
    ),
    "dialect of csv": Case(
        "import csv, io",
        "csv.register_dialect('hidden', delimiter='abcdefg'[n])",
        "next(csv.reader(['1b2c3d4'], 'hidden')) if 'hidden' in csv.list_dialects() else 0",
        "csv.unregister_dialect('hidden')",
        skipped=False,
    ),
    "field size of csv": Case(
        "import csv",
        "csv.field_size_limit(1000 + n)",
        "csv.field_size_limit()",
        "csv.field_size_limit(131072)",
    ),
    "number of digits of int": Case(
        "import sys",
        "sys.set_int_max_str_digits(1000 + n)",
        "sys.get_int_max_str_digits()",
        "sys.set_int_max_str_digits(4300)",
        skipped=False,
    ),
    "timeout of sockets": Case(
        "import socket",
        "socket.setdefaulttimeout(n)",
        "socket.getdefaulttimeout()",
        "socket.setdefaulttimeout(None)",
        skipped=False,
    ),
    "time zone": Case(
        "import os, time, datetime",
        "os.environ['TZ'] = f'X{n}'; time.tzset()",
        "str(datetime.datetime.fromtimestamp(0))",
        "os.environ.pop('TZ', None); time.tzset()",
    ),
}


@pytest.mark.parametrize("case", KNOWN.values(), ids=KNOWN.keys())
def test_known_settings(case: Case, tmp_path: Path) -> None:
    tell(tmp_path, case)


HEAD = """\
import fieldkit
import streamlit as st
other = st.slider("other", 0, 5)
"""


def told(tmp_path: Path, body: str, *, twice: int) -> list[str]:
    """Move another slider `twice` times; return the labels that ran the last time."""
    ran: list[str] = []

    def story(app: Watched) -> None:
        for number in range(1, twice + 1):
            ran[:] = app.do(f"other={number}").splitlines()
        sys.modules.pop("fieldkit", None)
        sys.modules.pop("fieldkit.deep", None)

    with installed(tmp_path, LIBRARY):
        deep = tmp_path / "env" / "lib" / "site-packages" / PACKAGE / "deep.py"
        deep.write_text(DEEP)
        tell_in_process(tmp_path, {"app.py": HEAD + body + 'st.write("end", other)\n'}, story)
    return [label for label in ran if "fieldkit" in label]


def test_library_that_remembers_is_skipped(tmp_path: Path) -> None:
    body = "st.write('one', fieldkit.costly(7))\nst.write('two', fieldkit.costly(8))\n"
    assert told(tmp_path, body, twice=2) == []


def test_library_that_counts_runs(tmp_path: Path) -> None:
    body = "st.write('one', fieldkit.counted())\nst.write('two', fieldkit.work())\n"
    assert told(tmp_path, body, twice=3)[0] == "st.write('one', fieldkit.counted())"


def test_library_imported_by_a_function(tmp_path: Path) -> None:
    body = (
        "def show():\n"
        "    import fieldkit.deep\n"
        "    return fieldkit.work(), fieldkit.deep.level()\n"
        "st.write('one', show())\n"
    )
    assert told(tmp_path, body, twice=2) == []
