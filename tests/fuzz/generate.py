"""Random Streamlit programs that alias, mutate, capture and branch as much as they can.

`generate(seed, size)` is the source of one program, the same for the same arguments. Variables have
a kind that never changes (number, list, dict, frame, array), so most programs run to their end, and
the others fail as scripts fail: a stop, a raised error, a name that is not bound.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from expressions import Scope
from prelude import BOX, CALLBACK, HELPERS, MODEL, SHOW, TAME
from templated import Templated

Lines = list[str]

# Statements at top level, and how many programs of a hundred have so many.
_SIZES = {6: 20, 14: 40, 25: 24, 60: 11, 120: 4, 200: 1}
# Statements at top level between two looks at how much the variables hold.
_TAMED = 4


def generate(seed: int, size: int = 0) -> str:
    """The source of program number `seed` with about `size` statements at its top level.

    With 0 the seed decides.
    """
    rng = random.Random(seed)
    size = size or rng.choices([*_SIZES], [*_SIZES.values()])[0]
    return Program(rng, size).source()


class Program(Templated):
    def source(self) -> str:
        rng = self._rng
        lines = ["import copy", "import random", ""]
        lines += ["import numpy as np"] * self._has_arrays
        lines += ["import pandas as pd"] * self._has_frames
        lines += ["import matplotlib.pyplot as plt"] * self._has_figures
        lines += ["import streamlit as st", "", "HISTORY = []", "TOTAL = 0", ""]
        lines += [SHOW, *(HELPERS[name] for name in sorted(self._helpers)), CALLBACK, BOX]
        lines += [MODEL] * self._has_models
        lines += ["if 'keep' not in st.session_state:", "    st.session_state.keep = []"]
        for number in range(rng.randint(0, 3)):
            lines += self._page(f"page{number}")
        lines += self._openings()
        scope = self.scope()
        if self._has_models:
            lines += ["model = Model(1)", self._pick("other = model", "other = Model(2)")]
        if self._has_frames:
            lines += ["df = pd.DataFrame({'a': [1, 2, 3], 'b': [4.0, 5.0, 6.0]})", "df2 = df"]
        if self._has_arrays:
            lines += ["arr = np.arange(6)", "view = arr[::2]"]
        for _ in range(0, self._size, _TAMED):
            lines += [*self._block(scope, min(_TAMED, self._size)), TAME]
        lines.append("st.write(show([a, b, c, d, e]), show([d1, d2, box.items]), n, m)")
        return "\n".join(lines) + "\n"

    def scope(self) -> Scope:
        """The names at top level."""
        scope = Scope(list("abcde"), ["n", "m"], ["d1", "d2"], containers=["left", "right", "slot"])
        scope.sets = ["s1", "s2"]
        scope.models = ["model", "other"] if self._has_models else []
        scope.frames = ["df", "df2"] if self._has_frames else []
        scope.arrays = ["arr", "view"] if self._has_arrays else []
        return scope

    def _openings(self) -> Lines:
        return [
            "a = [1]",
            "b = [2, [3]]",
            self._pick("c = a", "c = [a]"),
            "d = [b]",
            "e = []",
            "d1 = {'x': 1}",
            self._pick("d2 = d1", "d2 = {'l': a}"),
            "n, m = 1, 2",
            self._pick("box = Box([])", "box = Box(a)"),
            "left, right = st.columns(2)",
            "slot = st.empty()",
            "s1 = {1, 2}",
            self._pick("s2 = s1", "s2 = {3}"),
        ]

    def _page(self, name: str) -> Lines:
        scope = Scope(list("abcd"), ["n", "m"], ["d1"], depth=1, in_function=True)
        scope.containers, scope.sets = ["left"], ["s1"]
        body = [
            "b = [n]",
            "c = HISTORY",
            "d = [a]",
            "d1 = {'p': a}",
            "m = 1",
            "s1 = {n}",
            "left = st.container()",
        ]
        body += self._pick(
            [],
            [
                "count = 0",
                "def bump(k):",
                "    nonlocal count, m",
                "    count, m = count + k, m + 1",
                "    a.append(count)",
                "    return [a, count]",
                "d = bump(n)",
                "bump(1)",
            ],
            ["late = lambda: len(b) + n", "st.write(late())", "b.append(7)", "m = late()"],
        )
        body += self._block(scope, self._rng.randint(3, 6))
        if self._rng.random() < 0.5:
            body.append(f"return {self._pick('d', 'a', '[b, a]')}")
        else:
            body.append("return b")
        self._pages.append(name)
        return [f"def {name}(a, n):", *_indented(body), ""]

    # Statements.

    def _block(self, scope: Scope, count: int) -> Lines:
        lines: Lines = []
        for _ in range(count):
            lines += self._statement(scope)
        return lines

    def _statement(self, scope: Scope) -> Lines:
        compound = scope.depth < 3
        choices: list[tuple[int, Callable[[Scope], Lines]]] = [
            (60, self._template),
            (20, self._assignment),
            (20, self._mutation),
            (22, self._drawing),
            (10, self._widget_assignment),
            (5, self._state_change),
            (2, self._effect),
            (11 if compound else 0, self._branch),
            (6 if compound and not scope.in_loop else 0, self._loop),
            (4 if compound else 0, self._container),
            (2 if compound else 0, self._attempt),
            (2 if compound else 0, self._match),
            (2, self._definition),
            (1 if scope.depth else 0, self._leave),
        ]
        functions = [function for _, function in choices]
        weights = [weight for weight, _ in choices]
        return self._rng.choices(functions, weights)[0](scope)

    def _assignment(self, scope: Scope) -> Lines:
        v, u, k = self._list(scope), self._list(scope), self._number(scope)
        options = [
            f"{v} = {self._list_value(scope)}",
            f"{v} = {self._list_value(scope)}",
            f"{self._name(scope.numbers)} = ({k}) % 10",
            f"{v}, {u} = {u}, {v}",
            f"{v} = {u} = [{k}]",
            f"{v} = [*{u}[:3], {k}]",
            f"{self._name(scope.dicts)} = {self._dict_value(scope)}",
            f"({v} := [{k}]).append({k})",
        ]
        if scope.frames:
            options += [f"{self._name(scope.frames)} = {self._frame_value(scope)}"] * 2
        if scope.arrays:
            options += [f"{self._name(scope.arrays)} = {self._array_value(scope)}"] * 2
        return [self._rng.choice(options)]

    def _mutation(self, scope: Scope) -> Lines:
        v, u, k, d = self._list(scope), self._list(scope), self._number(scope), self._dict(scope)
        options = [
            f"{v}.append({k})",
            f"{v}.append({u}[:2])",
            f"{v} += [{k}]",
            f"{v}[:1] = [{k}]",
            f"{v}.insert(0, {k})",
            f"del {v}[:1]",
            f"{v}.clear()",
            f"push({v}, {self._pick(k, u)})",
            f"{v}.sort(key=str)",
            f"{d}['k'] = {self._pick(k, v)}",
            f"{d}.setdefault('l', []).append({k})",
            f"{d}.pop('k', None)",
            f"{d}.update(z={k})",
            f"HISTORY.append({k})",
        ]
        if not scope.in_function:
            options += [f"box.note({k})", f"box.items = {v}", f"box.items += [{k}]"]
        if "inner" in self._helpers:
            options.append(f"inner({v}).append({k})")
        if scope.frames:
            f = self._name(scope.frames)
            options += [f"{f}['c'] = {k}", f"{f}.loc[0, 'a'] = {k}", f"{f}['a'] += {k}"]
            options += [f"{f}.drop(columns='c', errors='ignore', inplace=True)"]
        if scope.arrays:
            r = self._name(scope.arrays)
            options += [
                f"{r}[({k}) % len({r})] = {k}",
                f"{r} += {k}",
                f"{r}[:] = {k}",
                f"{r}.sort()",
            ]
        return [self._rng.choice(options)]

    def _state_change(self, scope: Scope) -> Lines:
        v, k = self._list(scope), self._number(scope)
        return [
            self._pick(
                f"st.session_state.keep.append({k})",
                f"st.session_state.num = {k}",
                f"st.session_state.obj = {v}",
                f"st.session_state.get('obj', HISTORY).append({k})",
                "del st.session_state.keep[:1]",
                f"st.session_state.setdefault('map', {{}})[{k}] = {v}",
                "st.session_state.pop('num', None)"
                if self._rng.random() < 0.2
                else f"{v} = st.session_state.keep",
            )
        ]

    def _effect(self, scope: Scope) -> Lines:
        return [
            self._pick(
                f"print('printed', show({self._list(scope)}))",
                f"{self._name(scope.numbers)} = random.randint(0, 9)",
                f"random.seed({self._number(scope)})",
                f"st.toast(str({self._number(scope)}))",
            )
        ]

    def _drawing(self, scope: Scope) -> Lines:
        v, u, k = self._list(scope), self._list(scope), self._number(scope)
        options = [
            f"st.write(show({v}))",
            f"st.write(show({v}), show({u}))",
            f"st.write({v} is {u}, {k})",
            f"st.write(any(x is {u} for x in {v}))",
            f"st.write(show({self._dict(scope)}))",
            "st.write(show(HISTORY), show(st.session_state.keep))",
            f"st.write(show(st.session_state.get('obj')), st.session_state.get('obj') is {v})",
            f"{self._name(scope.containers)}.write(show({v}))",
            "st.write(sorted(str(k) for k in st.session_state.keys()))",
            f"for x in {v}[:3]: st.write(show(x))",
            f"st.metric('metric', {k})",
        ]
        if not scope.in_loop:
            name = self._next()
            options += [
                f"st.button('cb{name}', on_click=callback, args=({v}, {k}))",
                f"st.checkbox('cb{name}', on_change=lambda: callback({v}, {k}))",
            ]
        if not scope.in_function:
            options.append("st.write(show(box.items), box.n, show(Box.made))")
            options += [f"{v} = {page}({u}, {k})" for page in self._pages]
            options += [f"{page}({u}, {k})" for page in self._pages]
            if len(self._pages) > 1 and not scope.in_loop:
                pages = ", ".join(self._pages)
                options.append(
                    f"[{pages}][st.slider('p{self._next()}', 0, {len(self._pages) - 1})]({u}, {k})"
                )
        if scope.frames:
            f = self._name(scope.frames)
            options += [f"st.dataframe({f})", f"st.write({f}.to_dict('list'), {f} is df)"]
        if scope.arrays:
            options += [f"st.write({self._name(scope.arrays)}.tolist())"] * 2
        return [self._rng.choice(options)]

    def _widget_assignment(self, scope: Scope) -> Lines:
        if scope.in_loop:
            return self._drawing(scope)
        return [f"{self._name(scope.numbers)} = int({self._widget()})"]

    def _branch(self, scope: Scope) -> Lines:
        lines = [f"if {self._condition(scope)}:", *self._body(scope, 3)]
        if self._rng.random() < 0.3:
            lines += [f"elif {self._condition(scope)}:", *self._body(scope, 2)]
        if self._rng.random() < 0.5:
            lines += ["else:", *self._body(scope, 2)]
        return lines

    def _loop(self, scope: Scope) -> Lines:
        v, u, k = self._list(scope), self._list(scope), self._number(scope)
        inner = scope.deeper(in_loop=True)
        guard = "    if len(HISTORY) + " + " + ".join(f"len({x})" for x in "abcd") + " > 150: break"
        head = self._pick(
            f"for i in range(min({k}, 3)):",
            f"for i in {v}:",
            f"for i in {v}[:3]:",
            f"for i, x in enumerate({v}[:3]):",
            f"for i, x in zip({v}[:3], {u}):",
            f"for x in {'each' if 'each' in self._helpers else 'list'}({v}[:3]):",
        )
        body = self._block(inner, self._rng.randint(1, 3))
        if self._rng.random() < 0.2:
            body.append(f"if {k} > 2: {self._pick('break', 'continue')}")
        return [head, guard, *_indented(body), f"    st.write('it', show({v}))"]

    def _container(self, scope: Scope) -> Lines:
        name = self._next()
        head = self._pick(
            "st.container()",
            "st.sidebar",
            f"st.expander('e{name}')",
            self._name(scope.containers),
            f"st.container(), st.expander('f{name}')",
            f"st.tabs(['t{name}', 'u{name}'])[{self._rng.randint(0, 1)}]",
        )
        return [f"with {head}:", *self._body(scope, 3)]

    def _attempt(self, scope: Scope) -> Lines:
        v, k = self._list(scope), self._number(scope)
        risky = self._pick(f"st.write(1 // ({k}))", f"{v}[{k}].append(1)", "raise ValueError(n)")
        lines = ["try:", *self._body(scope, 2), f"    {risky}"]
        lines += ["except Exception as error:", f"    {v}.append(type(error).__name__)"]
        if self._rng.random() < 0.3:
            lines += ["finally:", *self._body(scope, 1)]
        return lines

    def _match(self, scope: Scope) -> Lines:
        v = self._list(scope)
        inner = scope.deeper()
        return [
            f"match {v}:",
            "    case []:",
            *_indented(_indented(self._block(inner, 1))),
            "    case [first, *rest]:",
            "        st.write('first', show(first), len(rest))",
            *_indented(_indented(self._block(inner, 1))),
        ]

    def _definition(self, scope: Scope) -> Lines:
        v, k, name = self._list(scope), self._number(scope), f"f{self._next()}"
        if "counter" in self._helpers and self._rng.random() < 0.4:
            return [f"{name} = counter({k})", f"{name}({k})", f"st.write({name}())"]
        return self._pick(
            [
                f"def {name}(x={v}):",
                f"    x.append({k})",
                "    return x",
                f"st.write(show({name}()))",
            ],
            [f"{name} = lambda x: x + [len({v})]", f"{v} = {name}({self._list(scope)}[:4])"],
            [f"{name} = (x for x in {v}[:4])", f"st.write(show(list({name})))"],
            [f"def {name}():", f"    st.write(show({v}))", f"    {v}.append(0)", f"{name}()"],
        )

    def _leave(self, scope: Scope) -> Lines:
        v = self._list(scope)
        options = ["st.stop()", "raise RuntimeError(n)", f"st.write(show({v}), undefined)"]
        if scope.in_function:
            options += [f"return {v}"] * 3
        if not scope.in_loop:
            options.append(
                "if st.session_state.setdefault('reruns', 0) < 3: "
                "st.session_state.reruns += 1; st.rerun()"
            )
        return [f"if {self._condition(scope, widgets=False)}:", f"    {self._rng.choice(options)}"]

    def _body(self, scope: Scope, most: int) -> Lines:
        return _indented(self._block(scope.deeper(), self._rng.randint(1, most)))


def _indented(lines: Lines) -> Lines:
    return ["    " + line for line in lines]
