"""A fixed number of random programs, and the tools that make and shrink them."""

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))

from fuzz import Options, fuzz_one
from generate import generate
from minimise import minimised

from driver.step import Step

OPTIONS = Options(steps=10, size=14, minimise=60)
BATCH = 5


@pytest.mark.parametrize("first", range(0, 60, BATCH))
def test_random_programs_are_equal_after_every_interaction(first: int) -> None:
    for seed in range(first, first + BATCH):
        outcome = fuzz_one(seed, OPTIONS)
        assert not outcome.found, (
            f"seed {seed}: {outcome.found}\n{outcome.source}\nclicks: {outcome.steps}"
        )


def test_program_is_the_same_for_the_same_seed() -> None:
    assert generate(7) == generate(7) != generate(8)


@pytest.mark.parametrize("seed", range(1000, 1200))
def test_program_compiles(seed: int) -> None:
    compile(generate(seed), f"program{seed}", "exec")


def test_minimised_program_keeps_only_what_fails() -> None:
    source = generate(3) + "if n:\n    with left:\n        needle = [n]\n"
    steps = [Step("rerun"), Step("click", "here"), Step("rerun"), Step("set", "w1", 2)]

    def fails(candidate: str, clicks: list[Step]) -> bool:
        return "needle" in candidate and Step("click", "here") in clicks

    smaller, clicks = minimised(source, steps, fails)
    assert clicks == [Step("click", "here")]
    assert ast.unparse(ast.parse(smaller)) == "needle = [n]"
