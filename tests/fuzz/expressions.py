"""Names, values and conditions of generated programs."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from prelude import HELPERS


@dataclass
class Scope:
    """Which names of which kind may be used where a statement stands."""

    lists: list[str]
    numbers: list[str]
    dicts: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    arrays: list[str] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)
    depth: int = 0
    in_function: bool = False
    in_loop: bool = False

    def deeper(self, in_loop: bool = False) -> Scope:
        copy = Scope(**vars(self))
        copy.depth, copy.in_loop = self.depth + 1, self.in_loop or in_loop
        return copy


class Expressions:
    def __init__(self, rng: random.Random, size: int) -> None:
        self._rng = rng
        self._size = size
        self._serial = 0
        self._pages: list[str] = []
        self._helpers = {name for name in HELPERS if rng.random() < 0.6} | {"ident", "push"}
        self._has_frames, self._has_arrays = rng.random() < 0.3, rng.random() < 0.3
        self._has_models, self._has_figures = rng.random() < 0.25, rng.random() < 0.08

    def _list_value(self, scope: Scope) -> str:
        v, u, k = self._list(scope), self._list(scope), self._number(scope)
        options = [
            f"[{k}]",
            f"[{v}, {k}]",
            v,
            f"list({v})",
            f"[{v}, {u}]",
            f"{v} + [{k}]",
            f"{v}[:]",
            f"[x for x in {v} if isinstance(x, int)]",
            f"{v} if {k} else {u}",
            f"ident({v})",
            f"(lambda x: x)({v})",
            f"copy.copy({v})",
            f"copy.deepcopy({v})",
            f"[{v}][0]",
            f"({v}, {k})[0]",
            f"sorted({v}, key=str)",
            f"[*{v}[:2], *{u}[:2]]",
            "st.session_state.keep",
            "st.session_state.get('obj', HISTORY)",
            f"{self._dict(scope)}.setdefault('l', {v})",
            f"list({self._dict(scope)}.values())",
        ]
        calls = {
            "pair": f"pair({v}, {k})",
            "wrap": f"wrap({k})",
            "lazy": f"lazy({v})()",
            "each": f"list(each({v}))",
            "memo": f"memo({k})",
            "cached": f"cached({k})",
            "resource": f"resource({k})",
            "traced": f"listed({v})",
            "inner": f"inner({v})",
        }
        options += [call for name, call in calls.items() if name in self._helpers]
        return self._rng.choice(options)

    def _dict_value(self, scope: Scope) -> str:
        d, v, k = self._dict(scope), self._list(scope), self._number(scope)
        return self._pick(
            f"{{'x': {k}, 'l': {v}}}",
            d,
            f"dict({d})",
            f"{{**{d}, 'y': {k}}}",
            f"{{i: {v} for i in 'pq'}}",
        )

    def _frame_value(self, scope: Scope) -> str:
        f, k = self._name(scope.frames), self._number(scope)
        return self._pick(
            f,
            f"{f}.copy()",
            f"{f}.assign(z={k})",
            f"{f}[['a', 'b']]",
            f"{f}.head(max(1, {k}))",
            f"{f}.sort_values('a', ascending=False, ignore_index=True)",
            f"{f}.reset_index(drop=True)",
        )

    def _array_value(self, scope: Scope) -> str:
        r, k = self._name(scope.arrays), self._number(scope)
        return self._pick(
            r, f"{r}.copy()", f"{r}[:]", f"{r}[::-1]", f"{r} + {k}", f"np.arange(4) * {k}"
        )

    def _condition(self, scope: Scope, widgets: bool = True) -> str:
        v, k = self._list(scope), self._number(scope)
        options = ["n > m", f"len({v}) > {k}", v, "n", f"{k} in {v}", f"not {self._dict(scope)}"]
        options += ["len(st.session_state.keep) % 2", f"{v} and len({v}) < 4"]
        if widgets and not scope.in_loop:
            options += [self._widget() for _ in range(5)]
        return self._rng.choice(options)

    def _widget(self) -> str:
        name = self._next()
        return self._pick(
            f"st.checkbox('w{name}')",
            f"st.slider('w{name}', 0, 3, {self._rng.randint(0, 3)})",
            f"st.selectbox('w{name}', [0, 1, 2])",
            f"st.button('w{name}')",
            f"st.checkbox('w{name}', key='k{name}')",
            f"st.number_input('w{name}', 0, 5, {self._rng.randint(0, 5)})",
            f"st.sidebar.radio('w{name}', [0, 1])",
            f"st.slider('w{name}', 0, 4, key='k{name}')",
        )

    def _number(self, scope: Scope) -> str:
        v, name = self._list(scope), self._name(scope.numbers)
        options = [name] * 4 + [str(self._rng.randint(0, 3)), f"len({v}) % 7", f"({name} + 1) % 5"]
        options += [f"{self._dict(scope)}.get('x', 2)", "st.session_state.get('num', 1)"]
        options += ["total()"] if "total" in self._helpers else []
        options += ["box.n"] if not scope.in_function else []
        options += [f"int({self._name(scope.arrays)}.sum()) % 9"] if scope.arrays else []
        options += [f"len({self._name(scope.frames)})"] if scope.frames else []
        return self._rng.choice(options)

    # Names.

    def _list(self, scope: Scope) -> str:
        return self._name(scope.lists)

    def _dict(self, scope: Scope) -> str:
        return self._name(scope.dicts)

    def _name(self, names: list[str]) -> str:
        return self._rng.choice(names)

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _pick(self, *options: Any) -> Any:
        return self._rng.choice(options)
