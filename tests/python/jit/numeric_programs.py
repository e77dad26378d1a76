"""Random typed programs for the comparison of compiled functions with CPython.

Every program is one function `f` and perhaps a helper `g`; all loops end, so that any input may be
tried. Values are chosen where arithmetic is difficult.
"""

# The programs are text: lines are as long as they are, lambdas are the tables of what may be chosen.
# ruff: noqa: E501, E731, PLC3002, PLR0912, PLR0915
from __future__ import annotations

import random

INTS = [
    0,
    1,
    -1,
    2,
    3,
    -2,
    5,
    7,
    10,
    63,
    64,
    100,
    2**31,
    2**53 - 1,
    2**53,
    2**53 + 1,
    -(2**53) - 1,
    2**62,
    2**63 - 1,
    -(2**63),
    2**63,
    -(2**63) - 1,
    2**100,
    10**9 + 7,
]
FLOATS = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    1.5,
    2.5,
    -2.5,
    3.7,
    1e-300,
    1e300,
    -1e308,
    5e-324,
    float("inf"),
    float("-inf"),
    float("nan"),
    2.0**53,
    2.0**63,
    -(2.0**63),
    0.1,
    1e16,
]
COMPLEX = [
    0j,
    1j,
    1 + 2j,
    -0.5 + 0.25j,
    complex("nan"),
    complex(float("inf"), -0.0),
    1e200 + 1e200j,
    complex(-0.0, 0.0),
]
KINDS = [
    "int",
    "float",
    "bool",
    "list[int]",
    "list[float]",
    "list[bool]",
    "complex",
    "list[list[float]]",
    "list[list[int]]",
    "list[complex]",
]
WEIGHTS = [5, 5, 2, 4, 4, 1, 2, 2, 1, 1]


class Program:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []
        self.depth = 0
        self.loops = 0
        self.fresh = 0
        self.helper = False
        #: Variables in scope by (likely) kind.
        self.variables: dict[str, list[str]] = {}
        self.parameters: list[str] = []

    # Expressions.
    def pick(self, kind: str) -> str | None:
        names = self.variables.get(kind)
        return self.random.choice(names) if names else None

    def constant(self, kind: str) -> str:
        r = self.random
        if kind == "int":
            return str(r.choice([0, 1, 2, 3, -1, 5, 7, r.choice(INTS[:20])]))
        if kind == "bool":
            return r.choice(["True", "False"])
        if kind == "complex":
            return r.choice(["1j", "2.5j", "(1+2j)"])
        return r.choice(["0.0", "1.0", "0.5", "-0.0", "2.0", "1e300", "3.7", "1e-300", "-2.5"])

    def expression(self, kind: str, depth: int = 0) -> str:
        r = self.random
        leaf = depth >= 3 or r.random() < 0.3
        if kind == "num":
            kind = r.choice(["int", "float", "float", "bool"])
        if kind.startswith("list"):
            return self.list_expression(kind, depth)
        if leaf:
            name = self.pick(kind)
            return name if name and r.random() < 0.75 else self.constant(kind)
        go = lambda k: self.expression(k, depth + 1)
        if kind == "bool":
            return r.choice(
                [
                    lambda: (
                        f"({go('num')} {r.choice(['<', '<=', '>', '>=', '==', '!='])} {go('num')})"
                    ),
                    lambda: f"({go('bool')} {r.choice(['and', 'or'])} {go('bool')})",
                    lambda: f"(not {go('num')})",
                    lambda: f"({go('int')} < {go('int')} <= {go('int')})",
                    lambda: f"({go('bool')} {r.choice(['&', '|', '^'])} {go('bool')})",
                    lambda: (
                        f"{r.choice(['any', 'all'])}({self.element('list[int]', go)} > k for k in range(3))"
                    ),
                    lambda: f"({go('complex')} == {go('complex')})",
                    lambda: f"math.isnan({go('float')})",
                ]
            )()
        if kind == "complex":
            return r.choice(
                [
                    lambda: f"({go('complex')} {r.choice('+-*/')} {go('complex')})",
                    lambda: f"({go('complex')} {r.choice('+-*')} {go('num')})",
                    lambda: f"({go('num')} {r.choice('+-*/')} {go('complex')})",
                    lambda: f"(-{go('complex')})",
                    lambda: f"({go('complex')} ** {r.choice([1, 2, 3])})",
                    lambda: f"complex({go('float')}, {go('float')})",
                    lambda: f"{go('complex')}.conjugate()",
                    lambda: self.element("list[complex]", go),
                ]
            )()
        if kind == "int":
            return r.choice(
                [
                    lambda: (
                        f"({go('int')} {r.choice(['+', '-', '*', '//', '%', '&', '|', '^'])} {go('int')})"
                    ),
                    lambda: (
                        f"({go('int')} {r.choice(['+', '-', '*', '+', '-', '%', '//'])} {go('int')})"
                    ),
                    lambda: (
                        f"({go('int')} {r.choice(['<<', '>>'])} {r.choice(['1', '3', '62', '63', '64', go('int') + ' % 70'])})"
                    ),
                    lambda: f"({go('int')} ** {r.choice(['2', '3', '0', '5'])})",
                    lambda: f"(-{go('int')})",
                    lambda: f"(~{go('int')})",
                    lambda: f"abs({go('int')})",
                    lambda: f"int({go('float')})",
                    lambda: f"round({go('float')})",
                    lambda: f"math.floor({go('float')})",
                    lambda: f"math.ceil({go('float')})",
                    lambda: f"({go('bool')} + {go('int')})",
                    lambda: f"min({go('int')}, {go('int')})",
                    lambda: f"max({go('int')}, {go('int')}, {go('int')})",
                    lambda: f"({go('int')} if {go('bool')} else {go('int')})",
                    lambda: f"len({self.pick('list[int]') or '[1, 2]'})",
                    lambda: self.element("list[int]", go),
                    lambda: f"math.gcd({go('int')}, {go('int')})",
                    lambda: f"divmod({go('int')}, {go('int')})[{r.choice([0, 1, -1])}]",
                    lambda: f"sum(k * {go('int')} for k in range({r.choice([0, 3, 5])}))",
                    lambda: f"({go('int')}, {go('float')})[0]",
                ]
            )()
        name = r.choice(
            [
                "sqrt",
                "sin",
                "cos",
                "exp",
                "log",
                "atan",
                "tanh",
                "log10",
                "fabs",
                "log1p",
                "expm1",
                "asin",
                "degrees",
                "log2",
                "erf",
                "sinh",
            ]
        )
        choices = [
            lambda: f"({go('float')} {r.choice('+-*/')} {go('float')})",
            lambda: f"({go('float')} {r.choice('+-*/')} {go('num')})",
            lambda: f"({go('num')} {r.choice(['+', '-', '*', '/', '//', '%'])} {go('float')})",
            lambda: f"({go('int')} / {go('int')})",
            lambda: f"({go('float')} ** {r.choice(['2', '0.5', '-1', '3.0', go('float')])})",
            lambda: f"(-{go('float')})",
            lambda: f"abs({go('float')})",
            # For what is not finite, CPython's answer depends on the errno that was left behind.
            lambda: (
                lambda z: f"(abs({z}) if abs({z}.real) < 1e150 and abs({z}.imag) < 1e150 else 0.5)"
            )(self.pick("complex") or "(3+4j)"),
            lambda: f"{go('complex')}.{r.choice(['real', 'imag'])}",
            lambda: f"float({go('num')})",
            lambda: f"math.{name}({go('num')})",
            lambda: f"min({go('float')}, {go('float')})",
            lambda: f"max({go('float')}, {go('float')})",
            lambda: f"({go('float')} if {go('bool')} else {go('float')})",
            lambda: f"math.atan2({go('float')}, {go('float')})",
            # The sign of a nan is not defined; nothing else shows it.
            lambda: (lambda y: f"math.copysign({go('float')}, ({y} if {y} == {y} else 1.0))")(
                self.pick("float") or "-0.0"
            ),
            lambda: self.element("list[float]", go),
            lambda: f"sum({self.pick('list[float]') or '[0.5, 1.5]'})",
            lambda: f"max({self.pick('list[float]') or '[0.5, 1.5]'})",
            lambda: f"sum([x * {go('float')} for x in {self.pick('list[float]') or '[1.0]'}])",
        ]
        if self.helper:
            choices.append(lambda: f"g({go('float')}, {go('int')})")
        return r.choice(choices)()

    def element(self, kind: str, go) -> str:
        r = self.random
        nested = kind.replace("list[", "list[list[") + "]"
        if self.variables.get(nested) and r.random() < 0.4:
            return f"{self.pick(nested)}[{go('int')}][{r.choice(['0', '-1', go('int')])}]"
        name = self.pick(kind)
        if not name:
            return self.constant(kind[5:-1])
        index = r.choice([go("int"), "0", "-1", f"{go('int')} % 4", f"{go('int')} % len({name})"])
        return f"{name}[{index}]"

    def list_expression(self, kind: str, depth: int) -> str:
        r = self.random
        inner = kind[5:-1]
        go = lambda k: self.expression(k, depth + 1)
        name = self.pick(kind)
        choices = [
            lambda: "[" + ", ".join(go(inner) for _ in range(r.randint(1, 3))) + "]",
            lambda: f"[{go(inner)} for i in range({r.choice([0, 1, 4])})]",
            lambda: (
                f"[{go(inner)}] * {r.choice(['3', '0', '(n0 % 5)' if 'n0' in self.parameters else '2'])}"
            ),
        ]
        if inner in ("int", "float"):
            choices.append(lambda: "[]")
        if name:
            choices += [
                lambda: f"{name}[:]",
                lambda: f"{name}[1:]",
                lambda: f"({name}[:3] + {name}[-2:])",
                lambda: f"[y for y in {name}]",
                lambda: name,
                lambda: f"{name}[{go('int')}:{go('int')}]",
            ]
        return r.choice(choices)()

    # Statements.
    def emit(self, text: str) -> None:
        self.lines.append("    " * (self.depth + 1) + text)

    def new(self, kind: str) -> str:
        self.fresh += 1
        name = f"v{self.fresh}"
        self.variables.setdefault(kind, []).append(name)
        return name

    def target(self, kind: str) -> str:
        names = [n for n in self.variables.get(kind, []) if not n.startswith("w")]
        if names and self.random.random() < 0.75:
            return self.random.choice(names)
        return self.new(kind)

    def block(self, budget: int) -> None:
        self.depth += 1
        for _ in range(self.random.randint(1, max(1, budget))):
            self.statement(budget - 1)
        self.depth -= 1

    def statement(self, budget: int) -> None:
        r = self.random
        roll = r.random()
        if roll < 0.24:
            kind = r.choice(["int", "float", "float", "bool", "complex"])
            self.emit(f"{self.target(kind)} = {self.expression(kind)}")
        elif roll < 0.44:
            kind = r.choice(["int", "float", "int", "float", "complex"])
            name = self.pick(kind)
            if name is None or name.startswith("w"):
                self.emit(f"{self.new(kind)} = {self.expression(kind)}")
            else:
                op = {"int": ["+", "-", "*", "//", "%"], "complex": ["+", "*", "/"]}.get(
                    kind, ["+", "-", "*", "/"]
                )
                other = kind if r.random() < 0.7 else "num"
                self.emit(f"{name} {r.choice(op)}= {self.expression(other)}")
        elif roll < 0.52:
            kind = r.choice(["list[int]", "list[float]", "list[float]", "list[complex]"])
            name = self.pick(kind)
            if name is None:
                self.emit(f"{self.new(kind)} = {self.expression(kind)}")
            else:
                value = self.expression(kind[5:-1])
                action = r.random()
                if action < 0.4:
                    self.emit(f"{name}[{self.expression('int')} % 4] = {value}")
                elif action < 0.7:
                    self.emit(f"{name}.append({value})")
                elif action < 0.8:
                    self.emit(f"{name}[{r.choice([0, -1, 2])}] += {value}")
                elif action < 0.9:
                    self.emit(f"{self.target(kind[5:-1])} = {name}.pop()")
                else:
                    self.emit(f"{name}[0], {name}[-1] = {name}[-1], {name}[0]")
        elif roll < 0.58:
            kind = r.choice(["list[int]", "list[float]", "list[list[float]]"])
            self.emit(f"{self.target(kind)} = {self.expression(kind)}")
        elif roll < 0.62:
            a, b = r.choice(["int", "float"]), r.choice(["int", "float"])
            self.emit(
                f"{self.target(a)}, {self.target(b)} = {self.expression(a)}, {self.expression(b)}"
            )
        elif roll < 0.74 and budget > 0:
            self.emit(f"if {self.expression('bool')}:")
            self.block(budget)
            if r.random() < 0.5:
                self.emit("else:")
                self.block(budget)
        elif roll < 0.94 and budget > 0 and self.loops < 3:
            self.loop(budget)
        elif roll < 0.96:
            self.emit(f"return {self.expression(r.choice(['int', 'float', 'bool', 'complex']))}")
        elif roll < 0.98:
            self.emit(f"assert {self.expression('bool')}")
        else:
            self.emit(f"if {self.expression('bool')}:")
            self.emit("    raise ValueError(" + self.expression("int") + ")")

    def loop(self, budget: int) -> None:
        r = self.random
        self.loops += 1
        kind = r.random()
        before = {k: list(v) for k, v in self.variables.items()}
        if kind < 0.4:
            name = self.new("int")
            end = r.choice(["4", "7", f"abs({self.expression('int', 2)}) % 9", "0", "12"])
            form = r.choice(
                [
                    f"range({end})",
                    f"range(1, {end})",
                    f"range({end}, -2, -1)",
                    f"range(0, {end}, {r.choice(['2', '3', self.expression('int', 2)])})",
                ]
            )
            if "range(0," in form:
                self.emit(f"for {name} in {form}:")
                self.depth += 1
                self.emit(f"if {name} > 20 or {name} < -20:")
                self.emit("    break")
                self.depth -= 1
            else:
                self.emit(f"for {name} in {form}:")
        elif kind < 0.65:
            kinds = [k for k in self.variables if k.startswith("list") and self.variables[k]]
            if not kinds:
                self.emit(f"for {self.new('int')} in range(5):")
            else:
                chosen = r.choice(kinds)
                listed = self.pick(chosen)
                copy = f"{listed}[:6]"
                if r.random() < 0.4:
                    self.emit(
                        f"for {self.new('int')}, {self.new(chosen[5:-1])} in enumerate({copy}):"
                    )
                elif r.random() < 0.3:
                    self.emit(
                        f"for {self.new(chosen[5:-1])}, {self.new('int')} in zip({copy}, range(4)):"
                    )
                else:
                    self.emit(f"for {self.new(chosen[5:-1])} in {copy}:")
        else:
            counter = f"w{self.fresh}"
            self.fresh += 1
            self.emit(f"{counter} = 0")
            self.emit(
                f"while {counter} < {r.choice(['5', '9', '3'])} and {self.expression('bool')}:"
            )
            self.depth += 1
            self.emit(f"{counter} += 1")
            self.depth -= 1
        self.block(budget)
        if r.random() < 0.3:
            self.depth += 1
            self.emit(f"if {self.expression('bool')}:")
            self.emit(f"    {r.choice(['break', 'continue', 'break'])}")
            self.depth -= 1
        if r.random() < 0.3:
            self.emit("else:")
            self.block(1)
        if r.random() < 0.5:
            self.variables = before
        self.loops -= 1

    def source(self) -> str:
        r = self.random
        kinds = r.choices(KINDS, WEIGHTS, k=r.randint(1, 4))
        for number, kind in enumerate(kinds):
            name = f"n{number}"
            self.parameters.append(name)
            self.variables.setdefault(kind, []).append(name)
        self.kinds = kinds
        self.helper = r.random() < 0.3
        if r.random() < 0.6:
            self.emit(f"{self.new('float')} = 0")
        for _ in range(r.randint(2, 6)):
            self.statement(3)
        names = [n for group in self.variables.values() for n in group][:8]
        seen = ", ".join(dict.fromkeys(n for n in names))
        self.emit(f"return {r.choice([seen, '(' + seen + ',)', names[0]])}")
        head = "import math\n"
        if self.helper:
            head += (
                "def g(x, k):\n    t = x\n    for j in range(3):\n        t = t * 0.5 + k\n"
                "        if t > 1e10:\n            return x\n    return t\n"
            )
        return head + f"def f({', '.join(self.parameters)}):\n" + "\n".join(self.lines) + "\n"


def value(r: random.Random, kind: str, plain: bool):
    if kind.startswith("list"):
        items = [value(r, kind[5:-1], plain) for _ in range(r.choice([0, 1, 2, 3, 4, 4, 6]))]
        if items and kind.startswith("list[list") and r.random() < 0.2:
            return [items[0]] * 3
        return items
    if kind == "int":
        return r.randint(-5, 12) if plain else r.choice(INTS)
    if kind == "float":
        return r.choice([r.uniform(-4, 4), r.randint(-3, 3) * 0.5]) if plain else r.choice(FLOATS)
    if kind == "bool":
        return r.random() < 0.5
    return complex(r.uniform(-2, 2), r.uniform(-2, 2)) if plain else r.choice(COMPLEX)


def arguments(r: random.Random, kinds: list[str]) -> list:
    """Mostly what the types say; one in eight is odd."""
    plain = r.random() < 0.55
    made = [value(r, kind, plain or r.random() < 0.5) for kind in kinds]
    for i, kind in enumerate(kinds):
        if r.random() < 0.03:
            made[i] = value(r, r.choice(KINDS), True)
        for j in range(i):
            if kinds[j] == kind and kind.startswith("list") and r.random() < 0.25:
                made[i] = made[j]
    return made
