"""Templates with the names of the place where they stand."""

from __future__ import annotations

import re
from abc import abstractmethod

from expressions import Expressions, Scope
from templates import NEEDS, of_group

Lines = list[str]

# How often a template is of which group; frames and the like are added where there are any.
_GROUPS = {"lists": 5, "mappings": 4, "functions": 6, "flow": 5, "screen": 8}
_PLACEHOLDER = re.compile(r"\{([a-z])\}")


class Templated(Expressions):
    @abstractmethod
    def _block(self, scope: Scope, count: int) -> Lines: ...

    @abstractmethod
    def _assignment(self, scope: Scope) -> Lines: ...

    def _template(self, scope: Scope) -> Lines:
        groups = dict(_GROUPS)
        groups |= {"frames": 8} if scope.frames else {}
        groups |= {"arrays": 6} if scope.arrays else {}
        groups |= {"models": 6} if scope.models else {}
        groups |= {"figures": 3} if self._has_figures else {}
        (group,) = self._rng.choices([*groups], [*groups.values()])
        template = self._rng.choice(of_group(group))
        text = "\n".join(template.lines)
        if (
            ((scope.in_loop or scope.in_function) and not template.in_loops)
            or (scope.depth and template.only_top)
            or (scope.depth >= 3 and "{BODY}" in text)
            or any(f"{{{x}}}" in text and not getattr(scope, kind) for x, kind in NEEDS.items())
        ):
            return self._assignment(scope)
        return self.filled(template.lines, scope)

    def filled(self, template: tuple[str, ...], scope: Scope) -> Lines:
        """The lines of a template with names of this place in the program."""
        number = self._next()
        pairs = {"v": "lists", "d": "dicts", "s": "sets", "f": "frames", "r": "arrays"}
        pairs |= {"o": "models"}
        others = {"v": "u", "d": "e", "s": "t", "f": "g", "r": "q", "o": "z"}
        names = {"i": str(number), "n": self._name(scope.numbers)}
        names |= {"p": self._name(scope.containers)}
        for one, kind in pairs.items():
            known = getattr(scope, kind) or [""]
            first = self._name(known)
            names[one] = first
            names[others[one]] = self._name([x for x in known if x != first] or known)
        made = {
            "k": lambda: self._number(scope),
            "c": lambda: self._condition(scope, widgets=False),
            "w": self._widget,
        }

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in names:
                return names[name]
            return made[name]() if name in made else match.group(0)

        lines: Lines = []
        loops = 0
        for line in template:
            indent = line[: len(line) - len(line.lstrip())]
            if line.strip() == "{BODY}":
                inner = scope.deeper(in_loop=loops > 0)
                block = self._block(inner, self._rng.randint(1, 2))
                lines += [indent + text for text in block]
            else:
                loops += line.lstrip().startswith(("for ", "while "))
                lines.append(_PLACEHOLDER.sub(fill, line))
        return lines
