"""A fixed number of random programs, and the tools that make and shrink them."""

import ast
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))

from fuzz import Options, Outcome, case_of, fuzz_one
from generate import Program, generate
from lattice.browser.step import Step
from minimise import minimised
from templates import Template, templates

# Sizes differ; seconds enough to shrink to the end on a machine that does much else.
OPTIONS = Options(steps=10, size=0, minimise=250)
BATCH = 10


@pytest.mark.parametrize("first", range(0, 160, BATCH))
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
    def broken_engine(_: object) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(st, "metric", lambda label, value: st.caption(f"{label} {value}"))
            yield

    monkeypatch.setattr("session.enabled", broken_engine)
    options = replace(OPTIONS, size=14)
    seed = next(seed for seed in range(100) if "\nst.metric('metric'" in generate(seed, 14))
    outcome = fuzz_one(seed, options)
    assert "only in" in outcome.found or "stock" in outcome.found
    statements = [ast.unparse(s) for s in ast.parse(outcome.source).body]
    assert "import streamlit as st" in statements
    assert any(text.startswith("st.metric") for text in statements)
    assert len(statements) <= 6, outcome.source
    assert outcome.steps == ()


def test_case_is_a_scenario_that_runs() -> None:
    outcome = Outcome(7, found="after `click go`:\n  1, 2", source="x = 1\n", steps=("click go",))
    text = case_of(outcome)
    compile(text, "case", "exec")
    assert text.startswith("# seed 7: after `click go`:\n#   1, 2\n")
    assert "\n# > click go\nx = 1\n" in text


@pytest.mark.parametrize("template", templates(), ids=lambda t: f"{t.group}/{t.name}")
def test_template_compiles_wherever_it_may_stand(template: Template) -> None:
    assert template.lines
    for seed in range(3):
        program = Program(random.Random(seed), 6)
        scope = program.scope()
        scope.frames, scope.arrays, scope.models = ["df"], ["arr"], ["model"]
        compile("\n".join(program.filled(template.lines, scope)), template.name, "exec")


def test_minimised_program_keeps_only_what_fails() -> None:
    source = generate(3) + "if n:\n    with left:\n        needle = [n]\n"
    steps = [Step("rerun"), Step("click", "here"), Step("rerun"), Step("set", "w1", 2)]

    def fails(candidate: str, clicks: list[Step]) -> bool:
        return "needle" in candidate and Step("click", "here") in clicks

    smaller, clicks = minimised(source, steps, fails)
    assert clicks == [Step("click", "here")]
    assert ast.unparse(ast.parse(smaller)) == "needle = [n]"
