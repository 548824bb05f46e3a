"""The workbook of the built-in year."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo(built_in_year: Path) -> Path:
    """Return the internal folder of a run of every scheme."""
    return built_in_year / "internal"
