"""What two full runs do not agree on cannot be compared with a third one."""

from __future__ import annotations

from typing import Any

_MASK = "(differs between two full runs)"


def masked(fresh: Any, again: Any, other: Any) -> tuple[Any, Any]:
    """Return `fresh` and `other` with a mask for what differs between `fresh` and `again`."""
    if fresh == again and repr(fresh) == repr(again):
        return fresh, other
    if isinstance(fresh, dict) and isinstance(again, dict) and isinstance(other, dict):
        left, right = {}, dict(other)
        for key, value in fresh.items():
            if key in again and key in other:
                left[key], right[key] = masked(value, again[key], other[key])
            elif key in again:
                left[key] = value
            else:
                right.pop(key, None)
        for key in again.keys() - fresh.keys():
            right.pop(key, None)
        return left, right
    if isinstance(fresh, list) and isinstance(again, list) and len(fresh) == len(again):
        if not isinstance(other, list) or len(other) != len(fresh):
            # Both full runs agree on how many there are.
            return fresh, other
        pairs = [masked(a, b, c) for a, b, c in zip(fresh, again, other, strict=True)]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return _MASK, _MASK
