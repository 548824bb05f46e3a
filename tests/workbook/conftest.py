"""The demo's workbook, made once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from improving_value.pipeline import demo_request, run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the internal folder of a run of every scheme."""
    out = tmp_path_factory.mktemp("demo")
    run(replace(demo_request(out, date(2018, 5, 14)), workbook=True))
    return out / "internal"
