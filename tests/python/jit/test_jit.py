"""Compiled functions from plain Python: what they give, and what happens where they end."""

from __future__ import annotations

import math
import random
import signal
import subprocess
import sys
import threading
import time
import traceback

import lattice
import pytest
from lattice import kernels

import differential

ENGINES = ["reference", "llvm"]


@pytest.fixture(params=ENGINES)
def jit(request):
    if request.param == "llvm" and kernels.problem():
        pytest.skip(kernels.problem())
    return lambda f: kernels.jit(f, wait=True, engine=request.param, patient=True)


def only_entry(compiled):
    (entry,) = kernels.report(compiled)
    return entry


def total(xs):
    s = 0
    for x in xs:
        s += x
    return s


def test_sum_begins_as_int_and_goes_on_as_float(jit):
    f = jit(total)
    assert repr(f([0.5, 0.25])) == "0.75"
    assert repr(f([])) == "0"
    assert [e["state"] for e in kernels.report(f)] == ["compiled", "compiled"]


def test_overflow_goes_on_with_big_integers(jit):
    f = jit(total)
    assert f([2**62, 2**62, 2**62, 1]) == 3 * 2**62 + 1
    assert only_entry(f)["returns"] == 1


def divide(n, k):
    s = 0
    for i in range(n):
        for j in range(3):
            s += (i + j) // (k - i)
        else:
            s += 1
    return s


def test_exception_has_the_traceback_of_the_function(jit):
    seen = []
    for f in (divide, jit(divide)):
        with pytest.raises(ZeroDivisionError) as caught:
            f(10, 5)
        frames = traceback.extract_tb(caught.value.__traceback__)[1:]
        seen.append([(x.name, x.lineno, x.colno, x.end_colno, x.filename) for x in frames])
    assert seen[0] == seen[1]


def search(xs, wanted):
    for i, x in enumerate(xs):
        if x == wanted:
            break
    else:
        i = -1
    return i


def test_break_and_else(jit):
    f = jit(search)
    assert (f([1, 2, 3], 2), f([1, 2, 3], 9), f([], 1)) == (1, -1, -1)


def unbound(n):
    for i in range(n):
        last = i
    return last


def test_variable_without_value_raises_as_usual(jit):
    f = jit(unbound)
    assert f(3) == 2
    with pytest.raises(UnboundLocalError):
        f(0)


def swap(a, b):
    a[0] = b[1]
    b[0] += 1.5
    return a is b


def swap_rows(m):
    m[0], m[1] = m[1], m[0]
    m[0][0] = 9.0
    m[1].append(2.0)
    for _ in range(1):
        pass
    return m


def test_lists_are_changed_in_place_and_stay_shared(jit):
    f = jit(swap_rows)
    row, other = [1.0], [2.0]
    m = [row, other, row]
    assert f(m) is m
    assert m == [[9.0], [1.0, 2.0], [1.0, 2.0]]
    assert m[1] is row and m[2] is row and m[0] is other


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def endless(n):
    return endless(n + 1)


def test_recursion(jit):
    f = jit(fib)
    assert f(20) == 6765
    with pytest.raises(RecursionError):
        jit(endless)(0)


STEP = 2


def steps(n):
    s = 0
    for _ in range(n):
        s += STEP
    return s


def test_changed_global_is_seen(jit, monkeypatch):
    f = jit(steps)
    assert f(10) == 20
    monkeypatch.setitem(globals(), "STEP", 2.5)
    assert f(10) == 25.0


def with_default(n, k=3, *, _unused=None):
    return n * k


def defaults(n, k=3):
    s = 0
    for _ in range(n):
        s += k
    return s


def test_defaults_and_keywords(jit):
    f = jit(defaults)
    assert (f(2), f(2, 5), f(n=2), f(2, k=7)) == (6, 10, 6, 14)
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        f()
    assert jit(with_default)(2) == 6


def text(n):
    out = ""
    for i in range(n):
        out += str(i)
    return out


def test_what_is_not_compiled_says_why():
    f = kernels.jit(text, wait=True)
    assert f(3) == "012"
    entry = only_entry(f)
    assert entry["state"] == "not compiled"
    assert entry["line"] == text.__code__.co_firstlineno + 1
    assert only_entry(kernels.jit(len))["reason"] == "it is no plain function"


def after_the_loop(n):
    s = 0
    for i in range(n):
        s += i
    return f"total {s}"


def test_what_follows_the_loops_is_left_to_cpython(jit):
    f = jit(after_the_loop)
    assert f(4) == "total 6"
    assert only_entry(f)["state"] == "compiled"


def spin(n):
    x = 0
    while x < n:
        x += 1
    return x


def test_signal_interrupts_compiled_code(jit):
    f = jit(spin)
    f(1)

    def stop(_number, _frame):
        raise InterruptedError("stopped")

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(InterruptedError) as caught:
            f(10**18)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[-2:] == ["spin", "stop"]


def test_other_threads_run_meanwhile(jit):
    f = jit(spin)
    f(1)
    done = threading.Event()
    count = []

    def work():
        while not done.is_set():
            count.append(1)
            time.sleep(0)

    thread = threading.Thread(target=work)
    thread.start()
    # Long enough for the other thread to ask for the interpreter more than once.
    seen = 0
    rounds = 1_000_000
    while seen < 3 and rounds < 10**11:
        before = len(count)
        f(rounds)
        seen = len(count) - before
        rounds *= 4
    done.set()
    thread.join()
    assert seen > 1


def test_threads_share_a_compiled_function(jit):
    f = jit(total)
    results = []
    threads = [threading.Thread(target=lambda: results.append(f([0.5] * 1000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [500.0] * 8


def test_compiles_in_the_background():
    f = lattice.jit(spin)
    assert f(100) == 100
    deadline = time.monotonic() + 30
    while only_entry(f)["state"] == "compiling" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert f(100) == 100


class Body:
    mass = 2

    @lattice.jit
    def energy(self, v):
        return 0.5 * 2 * v * v


def test_method():
    assert Body().energy(3.0) == 9.0


def complex_orbit(c, n):
    z = 0j
    for _ in range(n):
        z = z * z + c
        if abs(z) > 2:
            break
    return z


def test_complex_numbers(jit):
    f = jit(complex_orbit)
    r = random.Random(3)
    for _ in range(50):
        c = complex(r.uniform(-2, 1), r.uniform(-1.5, 1.5))
        assert repr(f(c, 50)) == repr(complex_orbit(c, 50))


def powers(xs):
    s = 0.0
    for x in xs:
        s += x**2 + math.sqrt(x) + math.log(x)
    return s


def test_math_raises_as_usual(jit):
    f = jit(powers)
    assert f([1.1, 2.2]) == powers([1.1, 2.2])
    with pytest.raises(ValueError, match="math domain error"):
        f([1.0, -1.0])


def test_without_llvm_everything_runs(tmp_path):
    (tmp_path / "probe.py").write_text(
        "from lattice import kernels\n"
        f"kernels._folder = lambda: {str(tmp_path)!r}\n"
        "def f(n):\n    s = 0\n    for i in range(n):\n        s += i\n    return s\n"
        "g = kernels.jit(f, wait=True)\n"
        "print(g(4), kernels.report(g)[0]['reason'])\n"
    )
    found = subprocess.run(
        [sys.executable, str(tmp_path / "probe.py")], capture_output=True, text=True, check=True
    )
    assert found.stdout == "6 this build of Lattice has no LLVM: hot loops are not compiled\n"


def test_source_that_changed_is_not_compiled(tmp_path, monkeypatch):
    path = tmp_path / "changing.py"
    path.write_text("def f(n):\n    return n + 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    import changing

    path.write_text("def f(n):\n    return n + 2\n")
    f = kernels.jit(changing.f, wait=True)
    assert f(1) == 2
    assert only_entry(f)["reason"] == "its source has changed"


class Whole(int):
    pass


def doubled(xs, k=2):
    s = 0
    for x in xs:
        s += x * k
    return s


def endless_list():
    xs = [1]
    xs.append(xs)
    return xs


ODD = [
    [Whole(3)], (1, 2), [1, 2.5], [None], ["a"], {1: 2}, "ab", [[1]], [1j], range(3), [2**70], None,
    [[]], [[], [1]], [(1, 2)], endless_list(),
]  # fmt: skip


@pytest.mark.parametrize("given", ODD, ids=lambda value: type(value).__name__)
def test_odd_arguments(jit, given):
    def outcome(f):
        try:
            return repr(f(given))
        except TypeError as error:
            return str(error)

    assert outcome(jit(doubled)) == outcome(doubled)


def feed(xs):
    n = 0
    for x in xs:
        if x > 0 and len(xs) < 50:
            xs.append(x - 1)
        n += 1
    return n


def test_list_grows_while_it_is_gone_over(jit):
    a, b = [5, 3], [5, 3]
    assert jit(feed)(a) == feed(b)
    assert a == b


def rows(n):
    out = []
    for i in range(n):
        row = [0.0] * 1000
        row[0] = i * 1.0
        out.append(row[0])
    return sum(out)


def test_memory_of_dropped_lists_ends_in_cpython(jit):
    f = jit(rows)
    assert f(60_000) == rows(60_000)
    assert only_entry(f)["returns"] == 1


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_random_programs(start):
    engines = ENGINES if not kernels.problem() else ["reference"]
    totals = differential.Totals()
    with differential.limits():
        for seed in range(start, start + 50):
            assert differential.check(seed, 20, totals, engines) is None
    assert totals.kernel_inputs > 100
