"""Scripts that nobody should write, by what is odd about them. Each moves with its slider `n`."""

from __future__ import annotations

HEAD = 'import streamlit as st\nn = st.slider("n", 0, 9, 1)\nst.write("before", n)\n'
TAIL = '\nst.write("after", n * 2)\n'


def script(middle: str) -> str:
    return HEAD + middle + TAIL


def nested(opening: str, closing: str, depth: int) -> str:
    return script(f"v = {opening * depth}n{closing * depth}\nst.write(str(v)[:9])")


def indented(statement: str, depth: int) -> str:
    lines = [f"{'    ' * level}{statement}\n" for level in range(depth)]
    return script("".join(lines) + "    " * depth + "st.write(n)\n")


# Ways to end a run before its end.
ENDINGS = {
    "sys.exit": script("import sys\nif n > 2:\n    sys.exit(3)"),
    "exit": script("if n > 2:\n    exit()"),
    "SystemExit": script("if n > 2:\n    raise SystemExit"),
    "SystemExit in a cached function": script(
        "@st.cache_data\ndef f(k):\n    raise SystemExit(k)\nif n > 2:\n    f(n)"
    ),
    "stop in a function": script("def f():\n    if n > 2:\n        st.stop()\nf()"),
    "GeneratorExit": script('if n > 2:\n    raise GeneratorExit("x")'),
    "an error that is no Exception": script(
        "class E(BaseException):\n    pass\nif n > 2:\n    raise E(n)"
    ),
    "raise of a number": script("if n > 2:\n    raise 5"),
    "assert": script('assert n < 3, "no"'),
    "caught recursion": script(
        "def f(k):\n    return f(k + 1)\n"
        'try:\n    f(n)\nexcept RecursionError:\n    st.write("deep")'
    ),
}

# Names that Lattice, its guards or Streamlit use themselves.
NAMES = {
    "deleted guards": script(
        'import builtins\nif hasattr(builtins, "__lg__"):\n    del builtins.__lg__'
    ),
    "popped guards": script('import builtins\nbuiltins.__dict__.pop("__lg__", None)'),
    "variable": script("__lg__ = n\nst.write(__lg__ + 1)"),
    "global": script("def f():\n    global __lg__\n    __lg__ = n\nf()\nst.write(__lg__)"),
    "parameter": script("def f(__lg__):\n    st.write(__lg__)\n    return __lg__ + n\nf(4)"),
    "class": script("class __lg__:\n    pass\nst.write(__lg__.__name__)"),
    "import": script("import math as __lg__\nst.write(__lg__.floor(n / 2))"),
    "target": script("for __lg__ in range(n):\n    st.write(__lg__)"),
    "globals": script("globals = lambda: n\nlocals = 3\nst.write(globals(), locals)"),
    "globals defined": script("def globals():\n    return {}\nst.write(len(globals()))"),
    "guards": script("took = out = enter = enterc = keep = begin = n\nst.write(took + out)"),
    "builtins": script("vars = print = len = str = None\nst.write(n, vars)"),
    "no st": script('st.write("x")\nif n > 2:\n    del st'),
    "st is None": script("if n > 2:\n    st = None"),
    "no builtins": script("if n > 2:\n    del __builtins__") + 'st.write(len("abc"))\n',
    "own builtins": script('if n > 2:\n    __builtins__ = {"len": lambda x: 77}'),
    "dunders": script(
        'if n > 2:\n    __version__ = n\nst.write("__version__" in globals())\n'
        '__name__ = "x" if n == 3 else __name__\nst.write(__name__)'
    ),
    "doc and annotations": '"doc"\n'
    + script(
        "st.write(__doc__)\nif n > 2:\n    __doc__ = 5\nx: int = n\nst.write(__annotations__)"
    ),
    "empty globals": script("if n > 2:\n    globals().clear()"),
    "main by sys.modules": script(
        'import sys\nsys.modules["__main__"].z = n\nst.write(z)\n'
        'if n > 2:\n    del sys.modules["__main__"]'
    ),
    "exec": script(
        'try:\n    exec("this is (garbage")\nexcept SyntaxError as e:\n    st.write(e.msg)\n'
        'exec("q = n + 1")\nst.write(q)\nexec("x y z" if n > 2 else "pass")'
    ),
    "characters that are equal": script("\ufb01 = n\nst.write(fi)\n\u00b5 = 1\nst.write(\u03bc)"),
    "star": script("from math import *\nst.write(floor(n / 2))"),
}

# Texts that strain parsers.
TEXTS: dict[str, str | bytes] = {
    "3000 parentheses": nested("(", ")", 3000),
    "90 parentheses": nested("(", ")", 90),
    "1500 lists": nested("[", "]", 1500),
    "3000 signs": nested("-", "", 3000),
    "3000 sums": script(f"v = {'+'.join(['n'] * 3000)}\nst.write(v)"),
    "3000 attributes": script(
        "class T:\n    @property\n    def a(self):\n        return self\n"
        f"t = T()\nst.write((t{'.a' * 3000}) is t)"
    ),
    "80 lambdas": script(f"f = {'lambda: ' * 80}n\nst.write(callable(f))"),
    "60 ifs": indented("if True:", 60),
    "19 loops": indented("for _ in [0]:", 19),
    "25 loops": indented("for _ in [0]:", 25),
    # Streamlit's magic takes twice as long for each one more.
    "9 elifs": script(
        "if n == 100:\n    pass\n"
        + "".join(f"elif n == {i + 200}:\n    st.write({i})\n" for i in range(9))
    ),
    "a line of 1 MB": script(f"text = '{'x' * 1_000_000}'\nst.write(len(text) + n)"),
    "a comment of 1 MB": script(f"# {'c' * 1_000_000}"),
    "NUL": script('x = "a\0b"'),
    "NUL at the end": script("") + "\0",
    "BOM": b"\xef\xbb\xbf" + script('st.write("\u00e9")').encode(),
    "CRLF": script('if n > 2:\n    st.write("""a\nb""")\n    raise ValueError(n)')
    .replace("\n", "\r\n")
    .encode(),
    "CR": script("if n > 2:\n    raise ValueError(n)").replace("\n", "\r").encode(),
    "mixed line ends": script(
        'if n > 2:\r\n\tst.write("""a\r\nb""")\n\traise ValueError(n)'
    ).encode(),
    "tabs": script("if n > 2:\n\tfor i in range(n):\n\t\tst.write(i)\n"),
    "tabs and blanks": script("if n > 2:\n    st.write(1)\n\tst.write(2)\n"),
    "form feed": script('\x0c\nif n > 2:\n\x0c    st.write("ff")\n'),
    "Latin-1": (
        "# -*- coding: latin-1 -*-\n"
        + script('st.write("\xe9", n)\nif n > 2: raise ValueError("\xe9")')
    ).encode("latin-1"),
    "Latin-1 unsaid": script('st.write("\xe9", n)').encode("latin-1"),
    "cp1252": ("# coding: cp1252\n" + script('st.write("\u20ac", n)')).encode("cp1252"),
    "unknown codec": b"# coding: no-such-codec\n" + script("").encode(),
    "codec of text": b"# coding: rot13\n" + script("").encode(),
    "BOM and Latin-1": b"\xef\xbb\xbf# coding: latin-1\n" + script("").encode(),
    "UTF-7": b"# coding: utf-7\n" + script('st.write("+AOk-")').encode(),
    "UTF-16": script("").encode("utf-16"),
    "half a pair": script('st.write("\\ud800" if n > 2 else "x")'),
    "no line end": HEAD + "st.write(n)",
    "backslash at the end": HEAD + "st.write(n)\\",
    "nothing": "",
    "blank lines": "\n\n",
    "syntax error": HEAD + "def f(:\n    pass\n",
    "await": HEAD + "await x\n",
    "return": HEAD + "return 5\n",
    "nonlocal": HEAD + "nonlocal x\n",
    "late future": HEAD + "from __future__ import annotations\n",
    "future": "from __future__ import annotations\n"
    + script("def f(a: undefined) -> nothing:\n    return a\nst.write(f(n), f.__annotations__)"),
    "2000 statements": script(
        "".join(f"x{i} = n + {i}\n" for i in range(2000)) + "st.write(x1999)"
    ),
}

# Objects that strain who looks at them.
OBJECTS = {
    "raises at everything": script(
        "class B:\n"
        + "".join(
            f"    def __{name}__(self, *a):\n        raise ValueError(a)\n"
            for name in ("repr", "eq", "hash", "getattribute", "bool", "len", "reduce_ex")
        )
        + "b = B()\nc = [b, n]\nst.write(len(c))"
    ),
    "raises when it goes": script(
        'class D:\n    def __del__(self):\n        raise ValueError("d")\nd = D()\nd = None'
    ),
    "class without a module": script(
        "class M(type):\n    def __getattribute__(cls, k):\n"
        '        if k == "__module__":\n            raise ValueError(k)\n'
        "        return type.__getattribute__(cls, k)\n"
        "class X(metaclass=M):\n    pass\nx = X()\nst.write(isinstance(x, X), n)"
    ),
    "holds itself": script('a = []\na.append(a)\nd = {}\nd["d"] = (d, a)\nst.write(len(a) + n)'),
    "100,000 deep": script("v = []\nfor _ in range(100_000):\n    v = [v]\nst.write(len(v) + n)"),
    "a chain": script(
        "class N:\n    pass\nv = None\nfor _ in range(50_000):\n"
        "    m = N()\n    m.next = v\n    v = m\nst.write(n)"
    ),
    "huge number": script("v = 1 << 1_000_000\nst.write(v.bit_length() + n)"),
    "endless": script("import itertools\nc = itertools.count()\nst.write(next(c), n)"),
    "no stdout": script(
        'import sys\nold = sys.stdout\nsys.stdout = None\nprint("x")\nsys.stdout = old'
    ),
    "other stdout": script(
        'import contextlib\nwith contextlib.redirect_stdout(None):\n    print("x")\nprint("y", n)'
    ),
    "caught prints": script(
        "import contextlib, io\nheard = io.StringIO()\n"
        'with contextlib.redirect_stdout(heard):\n    print("x")\n'
        "with contextlib.redirect_stdout(io.StringIO()) as f:\n    print(n)\n"
        "st.code(heard.getvalue() + f.getvalue())"
    ),
    "trace function": script(
        "import sys\nsys.settrace(lambda *a: None)\nx = n + 1\nsys.settrace(None)\nst.write(x)"
    ),
}
