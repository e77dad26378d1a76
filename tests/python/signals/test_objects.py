"""Signals as Python objects: repr, copies, pickles, subclasses, generics, garbage."""

from __future__ import annotations

import copy
import gc
import pickle
import sys
import weakref
from typing import Any

import pytest
from lattice import Effect, Memo, Signal, batch, effect, memo, on_cleanup, signal


class Celsius(Signal[float]):
    """A module-level subclass with an attribute, for pickling."""

    def __init__(self, value: float, unit: str = "C") -> None:
        super().__init__(value)
        self.unit = unit

    @property
    def fahrenheit(self) -> float:
        return self.value * 9 / 5 + 32


class Loud(Signal[int]):
    @property
    def value(self) -> int:
        return super().value * 100

    @value.setter
    def value(self, value: int) -> None:
        self.set(value + 1)


def same(a: Any, b: Any) -> bool:
    return bool(a == b)


# ------------------------------------------------------------------ repr


def test_repr_of_a_signal() -> None:
    assert repr(signal(0)) == "Signal(0)"
    assert repr(signal("a")) == "Signal('a')"
    assert repr(Celsius(1.5)) == "Celsius(1.5)"
    loop: Signal[Any] = signal([])
    loop.value.append(loop)
    assert repr(loop) == "Signal([Signal(...)])"


def test_repr_of_a_memo_computes_nothing() -> None:
    count = signal(1)
    runs: list[int] = []

    @memo
    def twice() -> int:
        runs.append(1)
        return 2 * count.value

    assert repr(twice) == "<Memo twice: not computed>"
    assert runs == []
    twice()
    assert repr(twice) == "<Memo twice: 2>"
    count.value = 2
    assert repr(twice) == "<Memo twice: 2, out of date>"
    inverse = memo(lambda: 1 // (count.value - 2))
    with pytest.raises(ZeroDivisionError):
        inverse()
    assert repr(inverse).startswith("<Memo <lambda>: failed with ZeroDivisionError(")
    shown: list[str] = []
    itself: list[Memo[None]] = []
    itself.append(memo(lambda: shown.append(repr(itself[0]))))
    itself[0]()
    assert shown == ["<Memo <lambda>: running>"]


def test_repr_of_an_effect() -> None:
    @effect
    def watch() -> None:
        pass

    assert repr(watch) == "<Effect watch>"
    watch.dispose()
    assert repr(watch) == "<Effect watch: disposed>"


def test_a_repr_does_not_subscribe() -> None:
    count = signal(0)
    runs: list[str] = []
    watch = effect(lambda: runs.append(repr(count)))
    count.value = 1
    assert runs == ["Signal(0)"]
    watch.dispose()


# ------------------------------------------------------------------ copies and pickles


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_signal_pickles_as_its_value(protocol: int) -> None:
    source = signal({"a": [1]}, equals=same)
    watch = effect(lambda: source.value)
    again = pickle.loads(pickle.dumps(source, protocol))
    assert type(again) is Signal
    assert again.value == {"a": [1]}
    watch.dispose()
    warm = pickle.loads(pickle.dumps(Celsius(20.0, "°C"), protocol))
    assert (type(warm), warm.value, warm.unit) == (Celsius, 20.0, "°C")


def test_a_signal_that_holds_itself_pickles() -> None:
    loop: Signal[Any] = signal([])
    loop.value.append(loop)
    again = pickle.loads(pickle.dumps(loop))
    assert again.value[0] is again


def test_copies_are_independent() -> None:
    source = signal([1])
    shallow, deep = copy.copy(source), copy.deepcopy(source)
    assert shallow.value is source.value
    assert deep.value == [1]
    assert deep.value is not source.value
    seen: list[Any] = []
    watch = effect(lambda: seen.append(source.value))
    shallow.value = []
    assert seen == [[1]]
    watch.dispose()
    warm = copy.deepcopy(Celsius(1.0, "K"))
    assert (warm.value, warm.unit) == (1.0, "K")


def test_memos_copy_and_do_not_pickle() -> None:
    count = signal(1)
    twice = memo(lambda: count.value * 2)
    for other in (copy.copy(twice), copy.deepcopy(twice)):
        assert other is not twice
        assert other() == 2
    with pytest.raises(TypeError, match="a memo is code"):
        pickle.dumps(twice)
    watch = effect(lambda: None)
    for action in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="an effect"):
            action(watch)


# ------------------------------------------------------------------ classes


def test_subclasses() -> None:
    warm = Celsius(20.0)
    hot = memo(lambda: warm.fahrenheit > 100)
    assert not hot()
    warm.value = 50.0
    assert hot()
    loud = Loud(1)
    seen: list[int] = []
    watch = effect(lambda: seen.append(loud.value))
    loud.value = 4
    assert seen == [100, 500]
    watch.dispose()

    class Named(Memo[int]):
        pass

    assert Named(lambda: 3)() == 3
    assert repr(Named(lambda: 3)).startswith("<Memo")

    class Logged(Effect):
        pass

    logged = Logged(lambda: seen.append(-1))
    assert seen[-1] == -1
    logged.dispose()


def test_an_instance_that_was_never_initialized_is_an_error() -> None:
    bare = Memo.__new__(Memo)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            bare()
    repr(bare)
    copy.copy(bare)
    ended = Effect.__new__(Effect)
    repr(ended)
    ended.dispose()
    assert Signal.__new__(Signal).value is None
    with pytest.raises(TypeError):
        memo(lambda: 1).__init__(lambda: 2)  # type: ignore[misc]


def test_classes_are_generic() -> None:
    assert Signal[int].__origin__ is Signal  # type: ignore[attr-defined]
    assert Memo[int].__args__ == (int,)  # type: ignore[attr-defined]


def test_functions_keep_their_names() -> None:
    @memo
    def total() -> int:
        return 1

    assert total.__name__ == "total"
    assert total.__wrapped__() == 1


def test_attributes() -> None:
    count = signal(1)
    with pytest.raises(AttributeError):
        count.other = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        del count.value
    with pytest.raises(AttributeError):
        memo(lambda: 1).value = 2  # type: ignore[misc]
    count.update(lambda n: n + 1)
    assert count.value == 2
    assert hash(count) != hash(signal(1))


# ------------------------------------------------------------------ garbage


def test_a_memo_goes_with_its_last_reference() -> None:
    count = signal(1)
    twice = memo(lambda: count.value)
    twice()
    gone = weakref.ref(twice)
    del twice
    assert gone() is None


def test_an_effect_lives_as_long_as_what_it_reads() -> None:
    count = signal(0)
    seen: list[int] = []
    middle = memo(lambda: count.value + 1)  # noqa: F821
    gone = weakref.ref(effect(lambda m=middle: seen.append(m())))
    del middle
    gc.collect()
    count.value = 1
    assert seen == [1, 2]
    assert gone() is not None
    del count
    gc.collect()
    assert gone() is None


def test_cycles_through_python_objects_are_collected() -> None:
    class Model:
        def __init__(self) -> None:
            self.count = signal(0)
            self.twice = memo(lambda: self.count.value * 2)
            self.log: list[int] = []
            self.watch = effect(lambda: self.log.append(self.twice()))
            self.back: Signal[Any] = signal(self)

    model = Model()
    model.count.value = 1
    gone = [weakref.ref(model), weakref.ref(model.count), weakref.ref(model.twice)]
    gone.append(weakref.ref(model.watch))
    del model
    gc.collect()
    assert [ref() for ref in gone] == [None] * 4


@pytest.mark.parametrize("way", ["write", "set", "init", "state"])
def test_a_signal_of_a_number_is_seen_once_it_may_be_in_a_cycle(way: str) -> None:
    node: Signal[Any] = signal(0)
    assert not gc.is_tracked(node), "collections pass it over"
    node.value = "text"
    assert not gc.is_tracked(node)
    if way == "write":
        node.value = [node]
    elif way == "set":
        node.set((node,))
    elif way == "init":
        node.__init__([node])  # type: ignore[misc]
    else:
        node.__setstate__(([node], None, None))  # type: ignore[attr-defined]
    assert gc.is_tracked(node)
    gone = weakref.ref(node)
    del node
    gc.collect()
    assert gone() is None


def test_a_collected_effect_cleans_up() -> None:
    log: list[str] = []

    def build() -> None:
        count = signal(0)

        @effect
        def watch() -> None:
            count.value  # noqa: B018
            on_cleanup(lambda: log.append("clean"))
            effect(lambda: on_cleanup(lambda: log.append("clean inner")))

    build()
    gc.collect()
    assert log == ["clean inner", "clean"]


def test_nothing_is_referenced_too_often() -> None:
    value = object()
    before = sys.getrefcount(value)
    for _ in range(100):
        source = signal(value)
        chosen = memo(lambda s=source: s.value)
        watch = effect(lambda m=chosen: m())
        with batch():
            source.value = None
            source.value = value
        source.value = 1
        source.value = value
        watch.dispose()
    del source, chosen, watch
    gc.collect()
    assert sys.getrefcount(value) == before


def test_finalizers_may_use_the_graph() -> None:
    count = signal(0)
    seen: list[int] = []
    watch = effect(lambda: seen.append(count.value))

    class Noisy:
        def __del__(self) -> None:
            count.value += 1

    holder: Signal[Any] = signal(Noisy())
    reader = effect(lambda: holder.value)
    with batch():
        holder.value = Noisy()
    holder.value = None
    assert seen == [0, 1, 2]
    watch.dispose()
    reader.dispose()


def test_a_long_chain_is_freed_without_recursion() -> None:
    last: Any = signal(0)
    head = last
    for _ in range(200_000):
        last = memo(lambda below=last: below.value + 1)
        last.value  # noqa: B018
    assert last.value == 200_000
    head.value = 1
    assert last.value == 200_001
    watch = effect(lambda top=last: top.value)
    del last
    head.value = 2
    watch.dispose()
    del watch
    gc.collect()
