"""A script for the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import SCRIPT


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path
