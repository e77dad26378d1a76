"""The zoo: builtin values and those of the standard library."""

from __future__ import annotations

import array
import collections
import copy
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import functools
import io
import pathlib
import re
import types
import uuid
import zoneinfo
from typing import Any, NamedTuple

from walk_acts import Entry, attr, hash_all, put, setter


class Plain:
    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Slotted:
    __slots__ = ("a", "b", "unset")

    def __init__(self) -> None:
        self.a = 1
        self.b = [2]


class Both(Slotted):
    def __init__(self) -> None:
        super().__init__()
        self.c = 3


class ListWithName(list):  # type: ignore[type-arg]
    name = "x"


class DictWithName(dict):  # type: ignore[type-arg]
    pass


class IntWithName(int):
    pass


class TextWithName(str):
    pass


class Point(NamedTuple):
    x: int
    y: Any


@dataclasses.dataclass
class Cart:
    items: list[int] = dataclasses.field(default_factory=list)
    rate: float = 0.5


@dataclasses.dataclass(slots=True)
class Thin:
    items: list[int] = dataclasses.field(default_factory=list)


class Color(enum.Enum):
    RED = 1
    BLUE = 2


def tree() -> Any:
    node = Plain(children=[], name="root", parent=None)
    node.children = [Plain(children=[], name=str(i), parent=node) for i in range(3)]
    return node


BUILTINS: dict[str, Entry] = {
    "list": (
        lambda: [1, [2], "x"],
        [lambda x: x.append(1), lambda x: x[1].append(1), list.reverse],
        [repr, len, lambda x: list(reversed(x))],
    ),
    "dict": (
        lambda: {"a": 1, "b": [2], 3: None},
        [
            setter("a", 2),
            setter("c", 1),
            lambda x: x["b"].pop(),
            lambda x: x.update({"a": x.pop("a")}),
        ],
        [repr, lambda x: x.get("q"), lambda x: list(x.items())],
    ),
    "set": (
        lambda: {1, 2, "x", (1, 2)},
        [lambda x: x.add(9), lambda x: x.discard(1)],
        [repr, lambda x: 1 in x, lambda x: x | {4}],
    ),
    "frozensets": (
        lambda: {frozenset({1, frozenset({2})}), frozenset({3})},
        [lambda x: x.add(9)],
        [repr],
    ),
    "set of objects": (
        lambda: {Plain(a=1), Plain(a=2), 3},
        [lambda x: x.pop(), lambda x: [put(p, "a", 7) for p in x if p != 3]],
        [len],
    ),
    "bytearray": (
        lambda: bytearray(b"abc"),
        [setter(0, 1), lambda x: x.extend(b"d")],
        [bytes, len],
    ),
    "deque": (
        lambda: collections.deque([1, [2]], maxlen=5),
        [lambda x: x.append(1), lambda x: x.rotate(), lambda x: x[1].append(1)],
        [repr, list],
    ),
    "deque without end": (
        lambda: collections.deque(range(200)),
        [lambda x: x.pop(), lambda x: x.rotate()],
        [list],
    ),
    "OrderedDict": (
        lambda: collections.OrderedDict(a=1, b=[2]),
        [lambda x: x.move_to_end("a"), setter("a", 3)],
        [repr, list],
    ),
    "defaultdict": (
        lambda: collections.defaultdict(list, {1: [2]}),
        [lambda x: x[7], lambda x: put(x, "default_factory", dict)],
        [repr, lambda x: x.get(9)],
    ),
    "Counter": (
        lambda: collections.Counter("abca"),
        [lambda x: x.update("z")],
        [lambda x: x.most_common(1), repr],
    ),
    "ChainMap": (
        lambda: collections.ChainMap({1: 2}, {3: 4}),
        [setter(1, 5)],
        [repr, lambda x: x[3]],
    ),
    "UserDict": (lambda: collections.UserDict(a=1), [setter("a", 2)], [repr]),
    "memoryview": (lambda: memoryview(bytearray(b"abcd")), [setter(0, 9)], [bytes]),
    "array": (
        lambda: array.array("d", [1.0, 2.0]),
        [setter(0, 3.0), lambda x: x.append(1)],
        [repr, list],
    ),
    "BytesIO": (
        lambda: io.BytesIO(b"abc"),
        [lambda x: x.read(1), lambda x: x.write(b"x")],
        [lambda x: x.getvalue()],
    ),
    "StringIO": (
        lambda: io.StringIO("abc"),
        [lambda x: x.read(1), lambda x: x.write("x")],
        [lambda x: x.getvalue()],
    ),
    "instance": (
        lambda: Plain(a=1, b=[2]),
        [attr("a", 2), attr("c", 1), lambda x: delattr(x, "a"), lambda x: x.b.append(1)],
        [repr, lambda x: x.a, copy.copy, copy.deepcopy],
    ),
    "slots": (
        Slotted,
        [attr("a", 2), attr("unset", 1), lambda x: delattr(x, "b"), lambda x: x.b.append(1)],
        [repr, lambda x: x.a],
    ),
    "slots and dict": (Both, [attr("a", 2), attr("c", 4), attr("d", 5)], [repr, copy.copy]),
    "list subclass": (
        lambda: ListWithName([1, [2]]),
        [lambda x: x.append(1), attr("name", "y")],
        [repr, len],
    ),
    "dict subclass": (lambda: DictWithName(a=1), [setter("a", 2), attr("name", "y")], [repr]),
    "int subclass": (
        lambda: [IntWithName(3)],
        [setter(0, IntWithName(4)), setter(0, 3), lambda x: put(x[0], "n", 1)],
        [repr],
    ),
    "str subclass": (
        lambda: [TextWithName("a")],
        [setter(0, TextWithName("b")), setter(0, "a")],
        [repr],
    ),
    "namedtuple": (lambda: Point(1, [2]), [lambda x: x.y.append(1)], [repr, lambda x: x.x]),
    "dataclass": (
        Cart,
        [lambda x: x.items.append(1), attr("rate", 1.0)],
        [repr, dataclasses.asdict, lambda x: x == Cart()],
    ),
    "thin dataclass": (Thin, [lambda x: x.items.append(1), attr("items", [1])], [repr]),
    "enum": (
        lambda: [Color.RED],
        [setter(0, Color.BLUE), setter(0, 1)],
        [repr, lambda x: Color(1)],
    ),
    "cycle": (
        tree,
        [
            lambda x: put(x.children[1], "name", "q"),
            lambda x: x.children.reverse() or x.children.pop(),
            lambda x: put(x.children[0], "parent", None),
        ],
        [lambda x: x.children[0].parent],
    ),
    "namespace": (lambda: types.SimpleNamespace(a=1), [attr("a", 2)], [repr]),
    "partial": (
        lambda: functools.partial(max, 1, key=[1]),
        [lambda x: x.keywords["key"].append(1)],
        [repr],
    ),
    "times": (
        lambda: [
            dt.date(2020, 1, 2),
            dt.datetime(2020, 1, 2, 3, fold=1),
            dt.time(1, 2),
            dt.timedelta(1, 2, 3),
            dt.timezone(dt.timedelta(hours=1)),
            dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            zoneinfo.ZoneInfo("Europe/Berlin"),
        ],
        [
            setter(0, dt.date(2020, 1, 3)),
            setter(1, dt.datetime(2020, 1, 2, 3)),
            setter(2, dt.time(1, 2, 1)),
            setter(3, dt.timedelta(1)),
            setter(4, dt.UTC),
            setter(5, dt.datetime(2020, 1, 1)),
            setter(6, zoneinfo.ZoneInfo("UTC")),
        ],
        [repr, hash_all],
    ),
    "numbers": (
        lambda: [
            1,
            2**100,
            -(2**200),
            1.5,
            1j,
            True,
            decimal.Decimal("1.50"),
            fractions.Fraction(1, 3),
        ],
        [
            setter(0, True),
            setter(0, 1.0),
            setter(1, 2**100 + 1),
            setter(2, 2**200),
            setter(3, -1.5),
            setter(4, 2j),
            setter(5, 1),
            setter(6, decimal.Decimal("1.5")),
            setter(7, fractions.Fraction(2, 3)),
        ],
        [repr, hash_all],
    ),
    "texts": (
        lambda: [
            "",
            "a",
            "é",
            "日本",
            "🙂",
            b"a",
            None,
            ...,
            NotImplemented,
            range(3),
            slice(1, 2),
        ],
        [
            setter(0, "x"),
            setter(1, b"a"),
            setter(2, "e"),
            setter(3, "日"),
            setter(9, range(4)),
            setter(9, range(0, 3, 2)),
            setter(10, slice(1, 3)),
        ],
        [repr],
    ),
    "library values": (
        lambda: [uuid.UUID(int=5), pathlib.PurePosixPath("a/b"), re.compile("a+")],
        [
            setter(0, uuid.UUID(int=6)),
            setter(1, pathlib.PurePosixPath("a/c")),
            setter(2, re.compile("a")),
        ],
        [repr, hash_all, lambda x: str(x[1]), lambda x: x[1].parent.name, lambda x: x[1].parts],
    ),
    "views": (
        lambda: [{"a": 1}.keys(), {"a": [1]}.items(), types.MappingProxyType({"a": [2]})],
        [lambda x: x[2]["a"].append(1)],
        [repr, lambda x: [list(v) for v in x]],
    ),
}
