"""The loops of the benchmark, as a user would write them."""

from __future__ import annotations

import math


def collatz(n):
    best = 0
    for i in range(1, n):
        x = i
        steps = 0
        while x != 1:
            if x % 2 == 0:
                x = x // 2
            else:
                x = 3 * x + 1
            steps += 1
        best = max(best, steps)
    return best


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = False
    flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    count = 0
    for flag in flags:
        if flag:
            count += 1
    return count


def mandelbrot(n, limit):
    total = 0
    for row in range(n):
        ci = 2.0 * row / n - 1.0
        for column in range(n):
            cr = 3.0 * column / n - 2.0
            x = 0.0
            y = 0.0
            k = 0
            while k < limit and x * x + y * y <= 4.0:
                x, y = x * x - y * y + cr, 2.0 * x * y + ci
                k += 1
            total += k
    return total


def mandelbrot_complex(n, limit):
    total = 0
    for row in range(n):
        for column in range(n):
            c = complex(3.0 * column / n - 2.0, 2.0 * row / n - 1.0)
            z = 0j
            k = 0
            while k < limit and abs(z) <= 2.0:
                z = z * z + c
                k += 1
            total += k
    return total


def nbody(steps, px, py, pz, vx, vy, vz, mass):
    n = len(mass)
    for _ in range(steps):
        for i in range(n):
            for j in range(i + 1, n):
                dx = px[i] - px[j]
                dy = py[i] - py[j]
                dz = pz[i] - pz[j]
                d2 = dx * dx + dy * dy + dz * dz
                mag = 0.01 / (d2 * math.sqrt(d2))
                vx[i] -= dx * mass[j] * mag
                vy[i] -= dy * mass[j] * mag
                vz[i] -= dz * mass[j] * mag
                vx[j] += dx * mass[i] * mag
                vy[j] += dy * mass[i] * mag
                vz[j] += dz * mass[i] * mag
        for i in range(n):
            px[i] += 0.01 * vx[i]
            py[i] += 0.01 * vy[i]
            pz[i] += 0.01 * vz[i]
    e = 0.0
    for i in range(n):
        e += 0.5 * mass[i] * (vx[i] * vx[i] + vy[i] * vy[i] + vz[i] * vz[i])
    return e


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def spectral_norm(n):
    u = [1.0] * n
    v = [0.0] * n
    for _ in range(3):
        for i in range(n):
            s = 0.0
            for j in range(n):
                s += element(i, j) * u[j]
            v[i] = s
        for i in range(n):
            s = 0.0
            for j in range(n):
                s += element(j, i) * v[j]
            u[i] = s
    top = 0.0
    bottom = 0.0
    for i in range(n):
        top += u[i] * v[i]
        bottom += v[i] * v[i]
    return math.sqrt(top / bottom)


def fannkuch(n):
    perm1 = list([i for i in range(n)])
    count = [0] * n
    max_flips = 0
    checksum = 0
    r = n
    nperm = 0
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = perm1[:]
        flips = 0
        k = perm[0]
        while k != 0:
            i = 0
            j = k
            while i < j:
                perm[i], perm[j] = perm[j], perm[i]
                i += 1
                j -= 1
            flips += 1
            k = perm[0]
        max_flips = max(max_flips, flips)
        if nperm % 2 == 0:
            checksum += flips
        else:
            checksum -= flips
        while True:
            if r == n:
                return checksum, max_flips
            first = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        nperm += 1


def monte_carlo(n):
    state = 12345
    inside = 0
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2147483648
        x = state / 2147483648
        state = (state * 1103515245 + 12345) % 2147483648
        y = state / 2147483648
        if x * x + y * y <= 1.0:
            inside += 1
    return 4.0 * inside / n


def normal(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def black_scholes(n):
    total = 0.0
    for i in range(n):
        s = 80.0 + 40.0 * i / n
        d1 = (math.log(s / 100.0) + (0.05 + 0.5 * 0.04) * 1.0) / 0.2
        d2 = d1 - 0.2
        total += s * normal(d1) - 100.0 * math.exp(-0.05) * normal(d2)
    return total


def life(n, steps):
    cells = [0] * (n * n)
    state = 42
    for i in range(n * n):
        state = (state * 1103515245 + 12345) % 2147483648
        cells[i] = state // 65536 % 2
    for _ in range(steps):
        new = [0] * (n * n)
        for y in range(n):
            for x in range(n):
                s = 0
                for dy in range(-1, 2):
                    for dx in range(-1, 2):
                        if dy != 0 or dx != 0:
                            s += cells[(y + dy) % n * n + (x + dx) % n]
                if s == 3 or (s == 2 and cells[y * n + x] == 1):
                    new[y * n + x] = 1
        cells = new
    return sum(cells)


def levenshtein(a, b):
    previous = [j for j in range(len(b) + 1)]
    for i in range(1, len(a) + 1):
        current = [i] + [0] * len(b)
        for j in range(1, len(b) + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            current[j] = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        previous = current
    return previous[len(b)]


def kalman(n):
    x = 0.0
    p = 1.0
    state = 7
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2147483648
        z = state / 2147483648
        p = p + 0.001
        gain = p / (p + 0.1)
        x = x + gain * (z - x)
        p = (1.0 - gain) * p
    return x


def moving_average(xs, width):
    out = []
    for i in range(len(xs) - width + 1):
        s = 0.0
        for j in range(i, i + width):
            s += xs[j]
        out.append(s / width)
    return out


def binomial_tree(n):
    dt = 1.0 / n
    up = math.exp(0.2 * math.sqrt(dt))
    down = 1.0 / up
    p = (math.exp(0.05 * dt) - down) / (up - down)
    discount = math.exp(-0.05 * dt)
    values = [max(0.0, 100.0 * up**i * down ** (n - i) - 100.0) for i in range(n + 1)]
    for step in range(n, 0, -1):
        for i in range(step):
            values[i] = discount * (p * values[i + 1] + (1.0 - p) * values[i])
    return values[0]


def matmul(a, b):
    n = len(a)
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c


def scale(xs):
    """A loss: one pass over a list that is given."""
    s = 0.0
    for x in xs:
        s += x
    return s


def _list(n, seed):
    state = seed
    out = []
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2147483648
        out.append(state / 2147483648)
    return out


#: Name, function, arguments (a function, as some are changed).
CASES = [
    ("collatz", collatz, lambda: (100000,)),
    ("sieve", sieve, lambda: (2000000,)),
    ("mandelbrot", mandelbrot, lambda: (200, 100)),
    ("mandelbrot_complex", mandelbrot_complex, lambda: (100, 100)),
    ("nbody", nbody, lambda: (20000, *[_list(5, k) for k in range(1, 8)])),
    ("spectral_norm", spectral_norm, lambda: (130,)),
    ("fannkuch", fannkuch, lambda: (8,)),
    ("monte_carlo", monte_carlo, lambda: (1000000,)),
    ("black_scholes", black_scholes, lambda: (300000,)),
    ("life", life, lambda: (120, 10)),
    (
        "levenshtein",
        levenshtein,
        lambda: ([i * 7 % 11 for i in range(700)], [i * 5 % 13 for i in range(700)]),
    ),
    ("kalman", kalman, lambda: (1000000,)),
    ("moving_average", moving_average, lambda: (_list(100000, 3), 20)),
    ("binomial_tree", binomial_tree, lambda: (600,)),
    (
        "matmul",
        matmul,
        lambda: ([_list(120, k) for k in range(120)], [_list(120, k + 7) for k in range(120)]),
    ),
    ("scale (a loss)", scale, lambda: (_list(1000000, 5),)),
]
