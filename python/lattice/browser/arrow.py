"""Tables as they travel to the browser."""

from __future__ import annotations

from typing import Any


def arrow_table(data: bytes) -> Any:
    """The table in an Arrow IPC stream, None if `data` is something else."""
    import pyarrow  # type: ignore[import-untyped]

    if data[:4] != b"\xff\xff\xff\xff":
        return None
    try:
        return pyarrow.ipc.open_stream(data).read_all()
    except pyarrow.ArrowInvalid:
        return None
