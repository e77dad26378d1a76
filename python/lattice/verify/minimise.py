"""The few clicks of many that lead to a difference."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lattice.browser.step import Step


def fewer(
    steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool], deadline: float
) -> list[Step]:
    """Leave out clicks, long runs of them first, while the rest still fails.

    Parameters
    ----------
    steps : clicks that fail
    fails : is asked for each candidate
    deadline : of `time.monotonic()`; what is left then is the answer
    """
    left = list(steps)
    width = max(1, len(left) // 2)
    while width and time.monotonic() < deadline:
        start = 0
        while start < len(left) and time.monotonic() < deadline:
            candidate = left[:start] + left[start + width :]
            if fails(candidate):
                left = candidate
            else:
                start += width
        width //= 2
    return left
