"""The clicks of a failing walk, without those that do not matter."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lattice.browser.step import Step

Fails = Callable[[Sequence[Step]], bool]


def minimised_steps(steps: Sequence[Step], fails: Fails, seconds: float) -> list[Step]:
    """A part of `steps` that still fails; the last one always stays. Stops after `seconds`."""
    kept, size, deadline = list(steps), max(1, len(steps) // 2), time.monotonic() + seconds
    while size >= 1:
        start = 0
        while start < len(kept) - 1 and time.monotonic() < deadline:
            shorter = kept[:start] + kept[start + size :] if start + size < len(kept) else None
            if shorter is not None and fails(shorter):
                kept = shorter
            else:
                start += size
        size //= 2
    return kept
