"""What every generated program begins with: functions and classes for it to use."""

SHOW = '''\
def show(x, depth=0):
    """Contents and sharing of nested values, cut off so that growth and cycles stay small."""
    if depth > 3:
        return "..."
    if isinstance(x, dict):
        return "{" + ", ".join(f"{k}: {show(v, depth + 1)}" for k, v in list(x.items())[:6]) + "}"
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join(show(v, depth + 1) for v in x[:6]) + f"]{len(x)}"
    return str(x)


def big(*values):
    """Whether values hold many others; shared ones count each time, as they do for `str`."""
    left, todo = 300, list(values)
    while todo and left:
        left -= 1
        x = todo.pop()
        todo += x.values() if isinstance(x, dict) else x if isinstance(x, (list, tuple)) else []
    return not left
'''
# What lists double every few statements would fill the memory.
TAME = """\
if big(a, b, c, d, e, d1, d2, HISTORY, st.session_state.keep):
    a, b, c, d, e, d1, d2 = [1], [2], [], [], [], {}, {}
    HISTORY.clear()
    st.session_state.keep.clear()"""

# Functions and classes a program may use; each is (name, source).
HELPERS = {
    "ident": "def ident(v):\n    return v\n",
    "push": "def push(v, k):\n    v.append(k)\n    return v\n",
    "pair": "def pair(v, k):\n    return [v, k]\n",
    "wrap": "def wrap(k, into=[]):\n    into.append(k)\n    return into\n",
    "inner": "def inner(v):\n    return ([x for x in v if isinstance(x, list)] + [HISTORY])[0]\n",
    "each": "def each(v):\n    for x in list(v):\n        yield x\n",
    "lazy": "def lazy(v):\n    def get():\n        return v[:5] + [len(v)]\n\n    return get\n",
    "total": "def total():\n    global TOTAL\n    TOTAL += len(HISTORY)\n    return TOTAL % 9\n",
    "memo": "MEMO = {}\n\n\ndef memo(k):\n    if k not in MEMO:\n        MEMO[k] = [k]\n"
    "    return MEMO[k]\n",
    "cached": "@st.cache_data\ndef cached(k):\n    print('computed', k)\n    return [k, [k]]\n",
    "resource": "@st.cache_resource\ndef resource(k):\n    return [k]\n",
    "counter": "def counter(start):\n    count = start\n\n    def bump(k=1):\n"
    "        nonlocal count\n        count = (count + k) % 50\n"
    "        return count\n\n    return bump\n",
    "traced": "def traced(fn):\n    def call(*args):\n        HISTORY.append(fn.__name__)\n"
    "        return fn(*args)\n\n    return call\n\n\n@traced\ndef listed(v):\n    return [v]\n",
}
CALLBACK = """\
def callback(v, k):
    global TOTAL
    TOTAL += 1
    v.append(k)
    HISTORY.append(k)
    st.session_state.keep.append("cb")
"""
BOX = """\
class Box:
    made = []

    def __init__(self, items):
        self.items = items
        self.n = 0
        Box.made.append(len(items))

    def note(self, k):
        self.n = (self.n + k) % 20
        self.items.append(k)
        return self
"""
# Objects that learn in place, as the estimators of machine learning libraries do.
MODEL = """\
class Model:
    def __init__(self, bias):
        self.bias = bias
        self.seen = 0
        self.mean = 0.0
        self.history = []

    def fit(self, rows):
        self.seen, self.mean = 0, 0.0
        return self.partial_fit(rows)

    def partial_fit(self, rows):
        for row in rows[:9]:
            value = row if isinstance(row, (int, float)) else len(row)
            self.seen += 1
            self.mean += (value - self.mean) / self.seen
            self.history.append(value)
            del self.history[:-5]
        return self

    def predict(self, x):
        return round(self.mean + self.bias * x, 6)

    def set_params(self, **params):
        for name, value in params.items():
            setattr(self, name, value)
        return self


class Pipeline:
    def __init__(self, steps):
        self.steps = steps

    def fit(self, rows):
        for step in self.steps:
            step.fit(rows)
        return self

    def predict(self, x):
        for step in self.steps:
            x = step.predict(x)
        return x
"""
