"""A fixed number of random programs, and the tools that make and shrink them."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))

from fuzz import Options, fuzz_one
from generate import generate
from lattice.browser.step import Step
from minimise import minimised

# Seconds enough to shrink to the end on a machine that does much else.
OPTIONS = Options(steps=10, size=14, minimise=250)
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


def test_programs_compile() -> None:
    for seed in range(1000, 1200):
        compile(generate(seed), f"program{seed}", "exec")


@pytest.mark.timeout(600)
def test_planted_difference_is_found_and_shrunk(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def broken_engine() -> Iterator[list[object]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(st, "metric", lambda label, value: st.caption(f"{label} {value}"))
            yield []

    for module in ("fuzz", "driver.apptest"):
        monkeypatch.setattr(f"{module}.lattice_enabled", broken_engine)
    seed = next(seed for seed in range(100) if "\nst.metric" in generate(seed))
    outcome = fuzz_one(seed, OPTIONS)
    assert "only in" in outcome.found or "stock" in outcome.found
    statements = [ast.unparse(s) for s in ast.parse(outcome.source).body]
    assert "import streamlit as st" in statements
    assert any(text.startswith("st.metric") for text in statements)
    assert len(statements) <= 6, outcome.source
    assert outcome.steps == ()


def test_minimised_program_keeps_only_what_fails() -> None:
    source = generate(3) + "if n:\n    with left:\n        needle = [n]\n"
    steps = [Step("rerun"), Step("click", "here"), Step("rerun"), Step("set", "w1", 2)]

    def fails(candidate: str, clicks: list[Step]) -> bool:
        return "needle" in candidate and Step("click", "here") in clicks

    smaller, clicks = minimised(source, steps, fails)
    assert clicks == [Step("click", "here")]
    assert ast.unparse(ast.parse(smaller)) == "needle = [n]"
