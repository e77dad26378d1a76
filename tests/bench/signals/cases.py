"""The cases of js-reactivity-benchmark, in Python; `worker.py` spells GET, GETM and SET.

Each case builds its graph and returns `iterate`, one iteration of the benchmark, and `check`, which
raises AssertionError when a result is wrong. `writes` is the number of writes in an iteration.
"""

# ruff: noqa: F821, B007, B023, PLR0915, PLR0917
# mypy: ignore-errors

from dataclasses import dataclass
from typing import Any


@dataclass
class Case:
    iterate: Any
    check: Any
    writes: int
    # Keeps the graph alive.
    keep: Any = None


def busy():
    total = 0
    for i in range(100):
        total += i
    return total


def avoidable(lib):
    """head -> c1 -> c2 (const 0) -> c3 (busy) -> c4 -> c5 -> effect: c5 stays 6"""
    head = lib.signal(0)
    ran = []
    c1 = lib.memo(lambda: GET(head), [head])
    c2 = lib.memo(lambda: (GETM(c1), 0)[1], [c1])
    c3 = lib.memo(lambda: (busy(), GETM(c2) + 1)[1], [c2])
    c4 = lib.memo(lambda: GETM(c3) + 2, [c3])
    c5 = lib.memo(lambda: GETM(c4) + 3, [c4])
    e = lib.effect(lambda: ran.append(GETM(c5)), [c5])

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(1000):
            lib.batch(write)
            assert GETM(c5) == 6

    i = 0

    def check():
        assert GETM(c5) == 6 and set(ran) == {6}

    return Case(iterate, check, 1000, e)


def broad(lib):
    """50 x (c = head + i -> c + 1 -> effect)"""
    head = lib.signal(0)
    last, keep = [0], []
    for n in range(50):
        current = lib.memo(lambda n=n: GET(head) + n, [head])
        current2 = lib.memo(lambda c=current: GETM(c) + 1, [current])

        def watch(c=current2):
            last[0] = GETM(c)

        keep.append((current, current2, lib.effect(watch, [current2])))
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(50):
            lib.batch(write)

    def check():
        assert last[0] == 49 + 49 + 1, last

    return Case(iterate, check, 50, keep)


def deep(lib):
    """a chain of 50 -> effect"""
    head = lib.signal(0)
    keep = []
    first = lib.memo(lambda: GET(head) + 1, [head])
    current = first
    for _ in range(49):
        keep.append(current)
        current = lib.memo(lambda c=current: GETM(c) + 1, [current])
    seen = [0]

    def watch():
        seen[0] = GETM(current)

    e = lib.effect(watch, [current])
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(50):
            lib.batch(write)

    def check():
        assert seen[0] == 49 + 50, seen

    return Case(iterate, check, 50, (keep, e))


def diamond(lib):
    """5 memos of head -> sum -> effect"""
    head = lib.signal(0)
    arms = [lib.memo(lambda: GET(head) + 1, [head]) for _ in range(5)]
    total = lib.memo(lambda: sum([GETM(arm) for arm in arms]), arms)
    seen = [0]

    def watch():
        seen[0] = GETM(total)

    e = lib.effect(watch, [total])
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(500):
            lib.batch(write)

    def check():
        assert seen[0] == 500 * 5, seen

    return Case(iterate, check, 500, e)


def triangle(lib):
    """a chain of 10, the sum of all of it -> effect"""
    head = lib.signal(0)
    current, nodes = None, []
    for n in range(10):
        if n == 0:
            nodes.append(lib.memo(lambda: GET(head) + 0, [head]))
        else:
            nodes.append(lib.memo(lambda c=current: GETM(c) + 1, [current]))
        current = nodes[-1]
    total = lib.memo(lambda: sum([GETM(node) for node in nodes]), nodes)
    seen = [0]

    def watch():
        seen[0] = GETM(total)

    e = lib.effect(watch, [total])
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(100):
            lib.batch(write)

    def check():
        assert seen[0] == 99 * 10 + 45, seen

    return Case(iterate, check, 100, e)


def mux(lib):
    """100 heads -> one dict -> 100 selects -> 100 (+1) -> 100 effects"""
    heads = [lib.signal(0) for _ in range(100)]
    everything = lib.memo(lambda: {n: GET(head) for n, head in enumerate(heads)}, heads)
    seen, keep = [0] * 100, []
    for n in range(100):
        select = lib.memo(lambda n=n: GETM(everything)[n], [everything])
        plus = lib.memo(lambda s=select: GETM(s) + 1, [select])

        def watch(n=n, p=plus):
            seen[n] = GETM(p)

        keep.append((select, plus, lib.effect(watch, [plus])))
    i = value = 0

    def write():
        head = heads[i]
        SET(head, value)

    def iterate():
        nonlocal i, value
        for i in range(10):
            value = i
            lib.batch(write)
            assert seen[i] == i + 1
        for i in range(10):
            value = i * 2
            lib.batch(write)
            assert seen[i] == i * 2 + 1

    def check():
        assert seen[:10] == [2 * n + 1 for n in range(10)]

    return Case(iterate, check, 20, keep)


def repeated(lib):
    """one memo reads head 30 times -> effect"""
    head = lib.signal(0)

    def read():
        result = 0
        for _ in range(30):
            result += GET(head)
        return result

    current = lib.memo(read, [head])
    seen = [0]

    def watch():
        seen[0] = GETM(current)

    e = lib.effect(watch, [current])
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(100):
            lib.batch(write)

    def check():
        assert seen[0] == 99 * 30

    return Case(iterate, check, 100, e)


def unstable(lib):
    """a memo that chooses 20 times between two others by head -> effect"""
    head = lib.signal(0)
    double = lib.memo(lambda: GET(head) * 2, [head])
    inverse = lib.memo(lambda: -GET(head), [head])

    def choose():
        result = 0
        for _ in range(20):
            result += GETM(double) if GET(head) % 2 else GETM(inverse)
        return result

    current = lib.memo(choose, [head, double, inverse])
    seen = [0]

    def watch():
        seen[0] = GETM(current)

    e = lib.effect(watch, [current])
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(100):
            lib.batch(write)

    def check():
        assert seen[0] == 99 * 2 * 20

    return Case(iterate, check, 100, e)


def cellx(lib, layers):
    """layers x 4 memos, 4 effects a layer; built, written and read once"""
    expected = {
        10: ([3, 6, 2, -2], [2, 4, -1, -6]),
        1000: ([-3, -6, -2, 2], [-2, -4, 2, 3]),
        2500: ([-3, -6, -2, 2], [-2, -4, 2, 3]),
    }
    found = []

    def iterate():
        start = [lib.signal(n) for n in (1, 2, 3, 4)]
        keep = []
        # The first layer reads signals, the others memos.
        s1, s2, s3, s4 = start
        a = lib.memo(lambda: GET(s2), [s2])
        b = lib.memo(lambda: GET(s1) - GET(s3), [s1, s3])
        c = lib.memo(lambda: GET(s2) + GET(s4), [s2, s4])
        d = lib.memo(lambda: GET(s3), [s3])
        for n in range(layers):
            if n > 0:
                p, q, r, s = a, b, c, d
                a = lib.memo(lambda q=q: GETM(q), [q])
                b = lib.memo(lambda p=p, r=r: GETM(p) - GETM(r), [p, r])
                c = lib.memo(lambda q=q, s=s: GETM(q) + GETM(s), [q, s])
                d = lib.memo(lambda r=r: GETM(r), [r])
            for node in (a, b, c, d):
                keep.append(node)
                keep.append(lib.effect(lambda node=node: GETM(node), [node]))
        before = [GETM(node) for node in (a, b, c, d)]

        def write():
            SET(s1, 4)
            SET(s2, 3)
            SET(s3, 2)
            SET(s4, 1)

        lib.batch(write)
        found[:] = [before, [GETM(node) for node in (a, b, c, d)]]

    def check():
        assert found == list(map(list, expected.get(layers, found))), found

    return Case(iterate, check, 1)


def cellx1000(lib):
    return cellx(lib, 1000)


def cellx2500(lib):
    return cellx(lib, 2500)


def create_signals(lib):
    """100,000 signals"""
    made = []

    def iterate():
        made[:] = [lib.signal(n) for n in range(100_000)]

    def check():
        assert len(made) == 100_000

    return Case(iterate, check, 100_000, made)


def create_memos(lib):
    """10,000 memos of one signal, each read once"""
    head = lib.signal(1)
    made = []

    def iterate():
        made[:] = [lib.memo(lambda: GET(head), [head]) for _ in range(10_000)]
        for node in made:
            GETM(node)

    def check():
        node = made[-1]
        assert GETM(node) == 1

    return Case(iterate, check, 10_000, made)


def update(lib, sources, memos):
    """`sources` signals summed by each of `memos` memos, each with an effect"""
    heads = [lib.signal(0) for _ in range(sources)]
    seen, keep = [0] * memos, []
    for n in range(memos):
        if sources == 1:
            only = heads[0]
            node = lib.memo(lambda: GET(only), [only])
        else:
            node = lib.memo(lambda: sum([GET(head) for head in heads]), heads)

        def watch(n=n, node=node):
            seen[n] = GETM(node)

        keep.append((node, lib.effect(watch, [node])))
    first = heads[0]
    i = 0

    def write():
        SET(first, i)

    def iterate():
        nonlocal i
        for i in range(1, 101):
            lib.batch(write)

    def check():
        assert seen == [100] * memos

    return Case(iterate, check, 100, keep)


def update_of(sources, memos):
    """the case `update` with these numbers, under a name of its own"""

    def case(lib):
        return update(lib, sources, memos)

    case.__name__ = f"update_{sources}_to_{memos}"
    return case


UPDATES = [update_of(sources, 1) for sources in (1, 2, 4, 1000)]
UPDATES += [update_of(1, memos) for memos in (2, 4, 8, 1000)]


def listen(lib, listeners):
    """a signal with listeners, without memos"""
    head = lib.signal(0)
    seen, keep = [0] * listeners, []
    for n in range(listeners):

        def watch(n=n):
            seen[n] = GET(head)

        keep.append(lib.effect(watch, [head]))
    i = 0

    def write():
        SET(head, i)

    def iterate():
        nonlocal i
        for i in range(1, 101):
            lib.batch(write)

    def check():
        assert seen == [100] * listeners

    return Case(iterate, check, 100, keep)


def listen_1(lib):
    return listen(lib, 1)


def listen_100(lib):
    return listen(lib, 100)


def dynamic(lib, width, layers, sources, static, read, iterations):
    """width x layers memos of `sources` nodes below; a share is static, a share of leaves read"""
    import random

    rng = random.Random(1)
    heads = [lib.signal(n) for n in range(width)]
    rows, counter = [], [0]

    def node_static(inputs, first):
        if first:
            return lambda: sum([GET(x) for x in inputs])
        return lambda: sum([GETM(x) for x in inputs])

    def node_dynamic(inputs, first):
        head, tail = inputs[0], inputs[1:]
        if first:

            def choose():
                total = GET(head)
                drop = total & 1
                skip = total % len(tail) if drop and tail else -1
                for j, x in enumerate(tail):
                    if j != skip:
                        total += GET(x)
                return total

        else:

            def choose():
                total = GETM(head)
                drop = total & 1
                skip = total % len(tail) if drop and tail else -1
                for j, x in enumerate(tail):
                    if j != skip:
                        total += GETM(x)
                return total

        return choose

    below = heads
    for layer in range(layers - 1):
        row = []
        for n in range(width):
            inputs = [below[(n + k) % width] for k in range(sources)]
            make = node_static if rng.random() < static else node_dynamic
            row.append(lib.memo(make(inputs, layer == 0), inputs))
        rows.append(row)
        below = row
    leaves = list(rows[-1])
    rng.shuffle(leaves)
    leaves = leaves[: max(1, round(len(leaves) * read))]
    i = index = 0

    def write():
        head = heads[index]
        SET(head, i + index)

    def iterate():
        nonlocal i, index
        for _ in range(iterations):
            # Goes on counting, so that each write is a change.
            i += 1
            index = i % width
            lib.batch(write)
            for leaf in leaves:
                GETM(leaf)

    def expected():
        rng2 = random.Random(1)
        values = [GET(head) for head in heads]
        for _ in range(layers - 1):
            row = []
            for n in range(width):
                inputs = [values[(n + k) % width] for k in range(sources)]
                if rng2.random() < static:
                    row.append(sum(inputs))
                else:
                    total, tail = inputs[0], inputs[1:]
                    skip = total % len(tail) if total & 1 and tail else -1
                    row.append(total + sum(x for j, x in enumerate(tail) if j != skip))
            values = row
        return values

    def check():
        assert [GETM(x) for x in rows[-1]] == expected()

    return Case(iterate, check, iterations, (rows, counter))


def dynamic_simple(lib):
    return dynamic(lib, 10, 5, 2, 1, 0.2, 100)


def dynamic_components(lib):
    return dynamic(lib, 10, 10, 6, 0.75, 0.2, 100)


def dynamic_large_web(lib):
    return dynamic(lib, 1000, 12, 4, 0.95, 1, 10)


def dynamic_wide_dense(lib):
    return dynamic(lib, 1000, 5, 25, 1, 1, 10)


def dynamic_deep(lib):
    return dynamic(lib, 5, 500, 3, 1, 1, 10)


def dynamic_very(lib):
    return dynamic(lib, 100, 15, 6, 0.5, 1, 20)


def plain_functions(count):
    head = [0]
    return [lambda: head[0] for _ in range(count)]


def plain_memos(lib, count):
    head = lib.signal(0)
    made = [lib.memo(lambda: GET(head), [head]) for _ in range(count)]
    for node in made:
        GETM(node)
    return made


MEMO_CASES = [
    avoidable,
    broad,
    deep,
    diamond,
    triangle,
    mux,
    repeated,
    unstable,
    cellx1000,
    cellx2500,
    create_memos,
    *UPDATES,
    dynamic_simple,
    dynamic_components,
    dynamic_large_web,
    dynamic_wide_dense,
    dynamic_deep,
    dynamic_very,
]
SIGNAL_CASES = [create_signals, listen_1, listen_100]
# Dependencies that only tracking finds.
NEED_TRACKING = {"unstable", "dynamic_components", "dynamic_large_web", "dynamic_very"}
