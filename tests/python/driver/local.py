"""The comparison in this process: stock AppTest against AppTest on the incremental engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from driver.apptest import LocalApp, fresh_process
from driver.engine import lattice_enabled
from driver.step import Step
from driver.walk import Difference, Recording, record_steps, record_walk, replay


def compare_walk(path: Path, count: int, seed: int) -> Difference | None:
    with fresh_process(path):
        recording = record_walk(LocalApp(path), count, seed)
    return compare_recording(path, recording)


def compare_steps(path: Path, steps: Sequence[Step]) -> Difference | None:
    with fresh_process(path):
        recording = record_steps(LocalApp(path), steps)
    return compare_recording(path, recording)


def compare_recording(path: Path, recording: Recording) -> Difference | None:
    with fresh_process(path), lattice_enabled():
        return replay(LocalApp(path), recording)
