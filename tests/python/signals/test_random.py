"""Random graphs through Python against a model that computes everything anew.

The core does the same with a million operations (tests/unit/runtime/signal/model_test.cpp).
"""

from __future__ import annotations

import gc
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from lattice import Effect, Memo, Signal, batch, effect, memo, on_cleanup, signal

FAILED = "failed"


class FormulaError(Exception):
    """Raised by some formulas for some values."""


@dataclass
class Formula:
    """Chooses what to read by what it reads first; fails for some sums."""

    chooser: int
    arms: tuple[list[int], list[int]]
    modulus: int
    fails: bool

    def compute(self, read: Any) -> int:
        choice = read(self.chooser)
        total = choice + sum(read(i) for i in self.arms[choice % 2])
        if self.fails and total % 7 == 3:
            raise FormulaError
        return int(total % self.modulus)


@dataclass
class World:
    rng: random.Random
    nodes: list[Signal[int] | Memo[int]] = field(default_factory=list)
    formulas: list[Formula | None] = field(default_factory=list)
    watches: list[tuple[Effect, Formula]] = field(default_factory=list)
    seen: dict[int, Any] = field(default_factory=dict)
    alive: int = 0

    def formula(self, below: int) -> Formula:
        pick = self.rng.randrange
        arms = ([pick(below) for _ in range(pick(4))], [pick(below) for _ in range(pick(4))])
        return Formula(pick(below), arms, self.rng.choice([2, 3, 1000]), pick(10) == 0)

    def add_memo(self) -> None:
        formula = self.formula(len(self.nodes))
        self.formulas.append(formula)
        self.nodes.append(memo(lambda: formula.compute(lambda i: self.nodes[i].value)))

    def watch(self, slot: int) -> None:
        formula = self.formula(len(self.nodes))

        @effect
        def run() -> None:
            self.alive += 1
            on_cleanup(self.ended)
            try:
                self.seen[slot] = formula.compute(lambda i: self.nodes[i].value)
            except FormulaError:
                self.seen[slot] = FAILED

        self.watches.insert(slot, (run, formula))

    def ended(self) -> None:
        self.alive -= 1

    def expected(self) -> list[Any]:
        model: list[Any] = []

        def read(i: int) -> int:
            if model[i] == FAILED:
                raise FormulaError
            return int(model[i])

        for node, formula in zip(self.nodes, self.formulas, strict=True):
            try:
                model.append(node.peek() if formula is None else formula.compute(read))
            except FormulaError:
                model.append(FAILED)
        for slot, (_, formula) in enumerate(self.watches):
            try:
                value: Any = formula.compute(read)
            except FormulaError:
                value = FAILED
            assert self.seen[slot] == value, f"effect {slot}"
        assert self.alive == len(self.watches)
        return model

    def actual(self, i: int) -> Any:
        try:
            return self.nodes[i].value
        except FormulaError:
            return FAILED

    def write(self) -> None:
        node = self.nodes[self.rng.randrange(6)]
        assert isinstance(node, Signal)
        node.value = self.rng.randrange(12)


@pytest.mark.parametrize("seed", range(12))
def test_random_operations_agree_with_computing_everything_anew(seed: int) -> None:
    world = World(random.Random(seed))
    for i in range(6):
        world.nodes.append(signal(i))
        world.formulas.append(None)
    for _ in range(15):
        world.add_memo()
    for slot in range(5):
        world.watch(slot)
    for _ in range(2_000):
        kind = world.rng.randrange(20)
        if kind < 10:
            world.write()
        elif kind < 14:
            with batch():
                for _ in range(world.rng.randrange(5)):
                    world.write()
        elif kind < 17:
            i = world.rng.randrange(len(world.nodes))
            assert world.actual(i) == world.expected()[i]
        elif kind < 19:
            slot = world.rng.randrange(5)
            world.watches.pop(slot)[0].dispose()
            world.watch(slot)
        else:
            assert [world.actual(i) for i in range(len(world.nodes))] == world.expected()
        if world.rng.randrange(500) == 0:
            gc.collect()
    for watch, _ in world.watches:
        watch.dispose()
    assert world.alive == 0
